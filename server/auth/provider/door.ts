/** The way in by the sign-in provider, from the press of the button to the account: what the browser carries meanwhile is sealed. */
import * as z from 'zod';
import type { ProviderPerson, StaffBook } from '../../database/port/registry-staff';
import type { KnownBrowser } from '../staff-sessions';
import { accountOf } from './account-of';
import { Provider, type Sent } from './provider';
import { seal, unseal, type Carried, type SealedParts } from './sealed';
import type { ProviderSettings } from './settings';

const MINUTE = 60;

/** Its cookies come along only while the way leads from page to page of this server: on the way back from the provider they do not. */
const browser = z.object({ sessionToken: z.string().optional(), browserToken: z.string().optional() });

/** On the way to the provider and back: as long as a person takes there, with a forgotten password. */
const away: Carried<{ sent: Sent; browser: z.infer<typeof browser> }> = {
  kind: 'away',
  shape: z.object({
    sent: z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), back: z.string() }),
    browser,
  }),
  seconds: 15 * MINUTE,
};

/** The provider has vouched for the person, and they are asked for the code of their own second factor. */
const vouched: Carried<{ person: ProviderPerson; browser: z.infer<typeof browser> }> = {
  kind: 'vouched',
  shape: z.object({ person: z.object({ issuer: z.string(), subject: z.string() }), browser }),
  seconds: 5 * MINUTE,
};

export interface DoorParts extends SealedParts {
  settings: ProviderSettings;
  staff: Pick<StaffBook, 'byProvider' | 'bindProvider'>;
}

type Account = NonNullable<Awaited<ReturnType<typeof accountOf>>>;
type Carrying = z.infer<typeof browser>;

export class ProviderDoor {
  readonly #provider: Provider;

  constructor(private readonly parts: DoorParts) {
    this.#provider = new Provider(parts.settings, parts.now);
  }

  /** As staff know the provider; undefined: it has no name here. */
  get name(): string | undefined {
    return this.parts.settings.name;
  }

  /** Where the person goes, and what their browser carries. Rejects with ProviderError. */
  async leave(
    back: string,
    { sessionToken, browserToken }: KnownBrowser,
  ): Promise<{ address: string; carried: string }> {
    const { address, sent } = await this.#provider.send(back);
    return {
      address,
      carried: await seal(this.parts, away, { sent, browser: known(sessionToken, browserToken) }),
    };
  }

  /** What a browser carried when it left; undefined: it did not leave from here, or too long ago. */
  carriedBack(carried: string | undefined): Promise<z.infer<typeof away.shape> | undefined> {
    return unseal(this.parts, away, carried);
  }

  /** The account of the person who came back; undefined: they have none. Rejects with ProviderError. */
  async accountOf(sent: Sent, search: string): Promise<Account | undefined> {
    const { settings, staff } = this.parts;
    return accountOf(staff, await this.#provider.whoCame(sent, search), settings.claim);
  }

  /** Until the code of their own second factor is there. */
  waitForCode(person: ProviderPerson, { sessionToken, browserToken }: Carrying): Promise<string> {
    return seal(this.parts, vouched, { person, browser: known(sessionToken, browserToken) });
  }

  /** The account of the person who waited, which may have been given to somebody else meanwhile. */
  async waitedForCode(
    carried: string | undefined,
  ): Promise<{ userId: string; browser: Carrying } | undefined> {
    const waits = await unseal(this.parts, vouched, carried);
    const user = waits && (await this.parts.staff.byProvider(waits.person));
    return user && { userId: user.id, browser: waits.browser };
  }
}

const known = (sessionToken: string | undefined, browserToken: string | undefined): Carrying => ({
  ...(sessionToken !== undefined && { sessionToken }),
  ...(browserToken !== undefined && { browserToken }),
});
