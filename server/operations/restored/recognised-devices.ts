/**
 * Devices that joined after the backup that was restored: the database does not know them, and the signed word behind their token proves
 * that central let them in once. Whether they were shut out since nobody can know, so staff are asked; until then they give back, and
 * nothing else (rule G6). One that is let in is the device that it was, with its id, its token and its client ids.
 */
import * as z from 'zod';
import { CONFIG } from '#shared/change/documents';
import { isRevocation, REVOCATION } from '#shared/change/revocation';
import { readJson } from '#shared/json';
import { refused, type Issue, type Result } from '#shared/result';
import type { DeviceTokens, Recognised } from '../../auth/device-tokens';
import type { CentralDatabase } from '../../database/port/central-database';
import type { NewDevice } from '../../database/port/registry-devices';
import type { SiteRecord } from '../../database/port/registry-sites';
import { randomClientId } from '../../new-id';
import type { RestoreWatch } from './restore-watch';

/** In `meta`. */
const KEY = 'recognised_devices';
/** Devices that are listed; more than that come in by a new code. */
const MOST = 1000;

const kept = z.array(
  z.object({
    deviceId: z.string(),
    siteId: z.string(),
    name: z.string(),
    joinedAt: z.string(),
    tokenHash: z.string(),
  }),
);

interface Parts {
  database: CentralDatabase;
  tokens: Pick<DeviceTokens, 'recognise'>;
  restores: Pick<RestoreWatch, 'notKnown'>;
}

/** `site`: none where the database does not know that either. */
export interface Waiting extends Recognised {
  site: SiteRecord | undefined;
}

export class RecognisedDevices {
  /** by this process, since its start */
  readonly #heard = new Set<string>();

  constructor(private readonly parts: Parts) {}

  /** A caller brought a token that the database does not know. Never rejects: it is asked again at the next call. */
  async hear(token: string): Promise<void> {
    const { database, tokens, restores } = this.parts;
    try {
      const found = await tokens.recognise(token);
      if (!found || this.#heard.has(found.deviceId)) return;
      if (await database.registry.devices.get(found.deviceId)) return;
      restores.notKnown(Date.parse(found.joinedAt));
      if (await this.#note(found)) this.#heard.add(found.deviceId);
    } catch {
      // a disk that takes nothing
    }
  }

  /** Those that staff have not decided on, and that no word of a shutting out has come back of. */
  async waiting(): Promise<Waiting[]> {
    const { registry } = this.parts.database;
    const shutOut = await this.#shutOut();
    const found: Waiting[] = [];
    for (const one of await this.#kept())
      if (!shutOut.has(one.deviceId) && !(await registry.devices.get(one.deviceId)))
        found.push({ ...one, site: await registry.sites.get(one.siteId) });
    return found;
  }

  /** Refuses with `not-found`: nobody of that id waits, or its site is not here. */
  async letIn(id: string): Promise<Result<unknown, Issue<'not-found' | 'unknown-device'>>> {
    const found = await this.#waitingOne(id);
    if (!found) return refused({ code: 'not-found' });
    const added = await this.parts.database.registry.devices.add(found.siteId, toDevice(found));
    if (added.ok) await this.#keepOnly((one) => one.deviceId !== id);
    return added;
  }

  /**
   * `say`: writes the word that every device brings back; from then on it stays out, so that comes first. False: nobody of that id waits. Its
   * site need not be here.
   */
  async shutOut(id: string, at: string, say: () => Promise<void>): Promise<boolean> {
    const found = await this.#waitingOne(id);
    if (!found) return false;
    await say();
    await this.parts.database.registry.devices.addShutOut(found.siteId, toDevice(found), at);
    await this.#keepOnly((one) => one.deviceId !== id);
    return true;
  }

  async #waitingOne(id: string): Promise<Waiting | undefined> {
    return (await this.waiting()).find(({ deviceId }) => deviceId === id);
  }

  /** False: the list is full of devices that staff have not decided on. */
  async #note(found: Recognised): Promise<boolean> {
    if ((await this.#kept()).length >= MOST) {
      const waiting = new Set((await this.waiting()).map(({ deviceId }) => deviceId));
      await this.#keepOnly(({ deviceId }) => waiting.has(deviceId));
    }
    return this.parts.database.transaction(async ({ changes }) => {
      const known = readKept(await changes.meta(KEY));
      if (known.some(({ deviceId }) => deviceId === found.deviceId)) return true;
      if (known.length >= MOST) return false;
      await changes.setMeta(KEY, JSON.stringify([...known, found]));
      return true;
    });
  }

  #keepOnly(isKept: (one: Recognised) => boolean): Promise<void> {
    return this.parts.database.transaction(async ({ changes }) => {
      const known = readKept(await changes.meta(KEY));
      await changes.setMeta(KEY, JSON.stringify(known.filter(isKept)));
    });
  }

  async #kept(): Promise<Recognised[]> {
    return readKept(await this.parts.database.changes.meta(KEY));
  }

  /** By the list in central data, which devices bring back (rule K8). */
  #shutOut(): Promise<Set<string>> {
    const entity = REVOCATION.slice(0, REVOCATION.indexOf('.'));
    return this.parts.database.transaction(async ({ changes }) => {
      const refs = readKept(await changes.meta(KEY)).map(({ deviceId: id }) => ({ entity, id }));
      const said = refs.length === 0 ? [] : await changes.changesOfEntities(refs);
      const words = said.filter(({ document, change }) => document === CONFIG && isRevocation(change));
      return new Set(words.map(({ change }) => change.entityId));
    });
  }
}

const toDevice = ({ deviceId: id, name, tokenHash, joinedAt: at }: Recognised): NewDevice => ({
  ...{ id, name, tokenHash, at, proposeClientId: randomClientId },
});

const readKept = (text: string | undefined): Recognised[] => {
  const read = kept.safeParse(readJson(text ?? ''));
  return read.success ? read.data : [];
};
