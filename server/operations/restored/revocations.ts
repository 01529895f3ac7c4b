/**
 * Devices that were shut out, kept in central data (rule K8). Every device carries the list: a server that was put back to before the
 * shut-out hears of it again from the first device that comes. Then the device is shut out once more, and its changes since then are
 * disowned; staff see it.
 */
import type { Change } from '#shared/change/change';
import { CONFIG, storeDocument, storeOf, yearOf } from '#shared/change/documents';
import { hlcTime } from '#shared/change/hlc';
import { isRevocation, REVOCATION } from '#shared/change/revocation';
import { disownedBy } from '#shared/change/standing';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { Receipt } from '#shared/proof/receipt';
import type { CentralDatabase, Tx } from '../../database/port/central-database';
import type { LoggedChange } from '../../database/port/changes';
import { wordOf } from '../../sync/central-word';
import { placesOf } from '../../sync/history-of';
import type { ProvenOlder } from './proven-older';
import type { Shown } from './restore-watch';
import type { ShutOut } from './shut-out-before';
import type { Addition } from '../../sync/submission';
import type { SyncServer } from '../../sync/sync-server';

/** The position up to which the log was searched for changes that came back, as of the last start. */
const KEY = 'revocations_until';
const PAGE = 1000;

export interface RevocationParts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'act' | 'closeDevice'>;
  /** milliseconds, UTC */
  now: () => number;
  /** called with each device that is shut out again */
  onAgain: (deviceId: string) => void;
  /** how old changes are proven to be */
  older: Pick<ProvenOlder, 'shown' | 'sinceOf'>;
  onError: (error: unknown) => void;
}

export class Revocations {
  #work: Promise<void> = Promise.resolve();

  constructor(private readonly parts: RevocationParts) {}

  /** Staff have shut a device out. Rejects with DatabaseUnwritable. */
  async say(deviceId: string): Promise<void> {
    const { sync, now } = this.parts;
    await sync.act({ by: 'central', plan: async () => [wordOf(REVOCATION, deviceId, {}, CONFIG, now())] });
  }

  /** It was shut out before the restore, by the data that the restore set aside. Rejects with DatabaseUnwritable. */
  async again({ id, at }: ShutOut): Promise<void> {
    const { database, sync, onAgain } = this.parts;
    if (!(await database.registry.devices.revoke(id, at))) return;
    sync.closeDevice(id);
    await this.say(id);
    onAgain(id);
  }

  /** These are on the disk now. */
  stored(added: readonly { changes: readonly { change: Change }[] }[]): void {
    for (const { change } of added.flatMap(({ changes }) => changes))
      if (isRevocation(change)) this.#then(() => this.#follow(change.entityId, hlcTime(change.hlc)));
  }

  /** Changes that came back before a kill are followed after it. */
  start(): void {
    this.#then(async () => {
      const { changes } = this.parts.database;
      const known = await this.parts.database.transaction(({ changes: tx }) => tx.meta(KEY));
      const last = await changes.lastSeq();
      if (known !== undefined)
        for await (const { change } of this.#after(Number(known)))
          if (isRevocation(change)) await this.#follow(change.entityId, hlcTime(change.hlc));
      await this.parts.database.transaction(({ changes: tx }) => tx.setMeta(KEY, String(last)));
    });
  }

  /** A receipt of a life that this database does not know was shown: it is looked at behind all that was stored before. */
  shown(receipt: Receipt, of: Shown): void {
    this.#then(() => this.parts.older.shown(receipt, of));
  }

  /** Resolves when all that was stored is followed. */
  idle(): Promise<void> {
    return this.#work;
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => this.parts.onError(error));
  }

  /**
   * `at`: the moment at which it was shut out, milliseconds. It is kept out first, so that nothing more comes; written down last, so that a
   * kill changes nothing.
   */
  async #follow(deviceId: string, at: number): Promise<void> {
    const { database, sync, onAgain } = this.parts;
    const device = await database.registry.devices.get(deviceId);
    if (!device || device.revokedAt !== undefined) return;
    sync.closeDevice(deviceId);
    const since = new Date(at).toISOString();
    const sinceOf = await database.transaction((tx) => this.parts.older.sinceOf(tx));
    const taken: LoggedChange[] = [];
    for await (const logged of this.#after(0))
      if (logged.receivedFrom === deviceId && sinceOf(logged) > at) taken.push(logged);
    if (taken.length > 0) await sync.act({ by: 'central', plan: (tx) => this.#disown(tx, taken) });
    await database.registry.devices.revoke(deviceId, since);
    onAgain(deviceId);
  }

  /** One word for each entity and each store in whose documents something of it stands. */
  async #disown(tx: Tx, taken: readonly LoggedChange[]): Promise<Addition[]> {
    const refs = new Map(
      taken.map(({ change }): [string, EntityRef] => [refKey(refOf(change)), refOf(change)]),
    );
    const known = await tx.changes.changesOfEntities([...refs.values()]);
    const before = disownedBy(known.map(({ change }) => change));
    const words = new Map<string, { ref: EntityRef; document: string; changeIds: string[] }>();
    const now = this.parts.now();
    for (const { change, documents } of await placesOf(tx, taken)) {
      if (before.has(change.id)) continue;
      for (const storeId of new Set(documents.flatMap((document) => storeOf(document) ?? []))) {
        const ref = refOf(change);
        const document = storeDocument(storeId, yearOf(now));
        const key = `${refKey(ref)} ${document}`;
        const word = words.get(key) ?? { ref, document, changeIds: [] };
        words.set(key, { ...word, changeIds: [...word.changeIds, change.id] });
      }
    }
    return [...words.values()].map(({ ref, document, changeIds }) =>
      wordOf(`${ref.entity}.disown`, ref.id, { changeIds }, document, now),
    );
  }

  async *#after(seq: number): AsyncGenerator<LoggedChange> {
    let at = seq;
    for (;;) {
      const page = await this.parts.database.changes.after(at, PAGE);
      if (page.length === 0) return;
      yield* page;
      at = page.at(-1)?.seq ?? at;
    }
  }
}
