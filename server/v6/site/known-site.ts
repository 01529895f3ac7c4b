/** The caller: a site that central knows, with the right password, from the one installation that may sync as it. */
import { attempt, type Guard } from '../../auth/attempt';
import { guesserOf } from '../../auth/guesser';
import type { CountedTries } from '../../auth/tries';
import type { Waiting } from '../../auth/under-way';
import type { CentralDatabase } from '../../database/port/central-database';
import type { SiteRecord } from '../../database/port/registry-sites';
import type { V6Site, V6Sites } from '../../database/port/v6';
import type { Credentials } from '../wire/requests';
import { isGuess, type AskMSupply, type MSupplyAnswer } from './msupply-central';
import type { CheckPassword } from './password-check';

export type SiteRefusal =
  | { why: 'too-many-tries'; seconds: number }
  | { why: 'unknown-name' | 'wrong-password' | 'another-installation' | 'no-installation' | 'unknown-site' }
  | Exclude<MSupplyAnswer, { why: 'known' }>;

export interface KnownSite {
  v6: V6Site;
  site: SiteRecord;
  storeIds: string[];
}

export type CheckSite = (
  who: Credentials,
  address: string,
  waiting?: Waiting,
) => Promise<{ ok: true; value: KnownSite } | { ok: false; refusal: SiteRefusal }>;

/** Failed tries: of a name at an address, and of an address under any names. */
export interface SiteTries {
  caller: CountedTries;
  address: CountedTries;
}

interface CheckParts {
  database: Pick<CentralDatabase, 'registry'>;
  sites: V6Sites;
  tries: SiteTries;
  isRight: CheckPassword;
  /** undefined: central holds the credentials itself */
  askMSupply: AskMSupply | undefined;
}

export function siteCheck({ database, sites, tries, isRight, askMSupply }: CheckParts): CheckSite {
  async function refusalOf(who: Credentials, v6: V6Site | undefined): Promise<SiteRefusal | undefined> {
    if (askMSupply) {
      const answer = await askMSupply(who);
      if (answer.why !== 'known') return answer;
      return v6 ? undefined : { why: 'unknown-site' };
    }
    if (!v6) return { why: 'unknown-name' };
    if (!(await isRight(who, v6.passwordHash))) return { why: 'wrong-password' };
    if (who.siteUuid === '') return { why: 'no-installation' };
    const pinned = v6.hardwareId ?? (await sites.pin(v6.siteId, who.siteUuid));
    return pinned === who.siteUuid ? undefined : { why: 'another-installation' };
  }

  return async (who, address, waiting) => {
    const tried = await attempt(
      guardsOf(tries, who.username, address),
      async () => {
        const v6 = await sites.byName(who.username);
        return { v6, refusal: await refusalOf(who, v6) };
      },
      (outcome) => 'value' in outcome && isFailedTry(outcome.value.refusal),
      waiting,
    );
    if (!tried.ok) return { ok: false, refusal: { why: 'too-many-tries', seconds: tried.seconds } };
    const { v6, refusal } = tried.value;
    const site = v6 && (await database.registry.sites.get(v6.siteId));
    if (refusal || !v6 || !site) return { ok: false, refusal: refusal ?? { why: 'unknown-site' } };
    return { ok: true, value: { v6, site, storeIds: site.stores.map(({ id }) => id) } };
  };
}

/** A refusal that is no matter of credentials is no failed try. */
export const isFailedTry = (refusal: SiteRefusal | undefined): boolean =>
  refusal?.why === 'wrong-password' || refusal?.why === 'unknown-name' || isGuess(refusal);

/** `at`: the address of the caller. */
export function guardsOf({ caller, address }: SiteTries, name: string, at: string): Guard[] {
  const from = guesserOf(at);
  return [
    [caller, `${from} ${name.toLowerCase()}`],
    [address, from],
  ];
}
