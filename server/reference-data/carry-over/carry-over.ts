/**
 * Carries a programme over that began with other reference data than every Open mSupply installation is born with. It follows the log of
 * changes from its beginning: any record that names a former id or key is written again under that of now, also the changes that devices
 * bring later.
 */
import type { Change } from '#shared/change/change';
import { CONFIG, storeDocument, storeOf, yearOf } from '#shared/change/documents';
import { parseKind } from '#shared/domain/entities';
import { authorAll } from '../../fleet/author-all';
import type { CentralDatabase } from '../../database/port/central-database';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { LoggedChange } from '../../database/port/changes';
import type { SyncLog, SyncServer } from '../../sync/sync-server';
import { carryConfig } from './carry-config';
import { CENTRAL, namesFormer, rewrite, type StandIns } from './rewrite';

/** The moment at which it was begun, milliseconds; not set where there is nothing to be carried over. */
const BEGUN = 'carry_over_begun';
const SEEN = 'carry_over_seq';
/** Changes that are looked at together. */
const STEP = 500;

interface CarryParts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'author'>;
  now: () => number;
  log: Pick<SyncLog, 'error'>;
}

export class CarryOver {
  #isActive = false;
  #isBehind = false;
  #standIns: StandIns = new Map();
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: CarryParts) {}

  /** Begins to follow the log; a carry-over that was begun is gone on with. */
  async begin(): Promise<void> {
    const { database, now } = this.parts;
    await database.transaction(async ({ changes }) => {
      if ((await changes.meta(BEGUN)) === undefined) await changes.setMeta(BEGUN, String(now()));
    });
    await this.start();
  }

  /** Central data are through when it resolves; equipment follows. */
  async start(): Promise<void> {
    const begun = await this.parts.database.transaction(({ changes }) => changes.meta(BEGUN));
    if (begun === undefined) return;
    this.#standIns = await carryConfig(this.parts, Number(begun));
    this.#isActive = true;
    this.stored();
  }

  /** Told of every commit. */
  stored(): void {
    if (!this.#isActive || this.#isBehind) return;
    this.#isBehind = true;
    this.#running = this.#running.then(async () => {
      this.#isBehind = false;
      try {
        while (this.#isActive && (await this.#step())) await new Promise(setImmediate);
      } catch (error) {
        // the next commit, or the next start, goes on
        this.parts.log.error({ err: error }, 'former reference data were not carried over yet');
      }
    });
  }

  async stop(): Promise<void> {
    this.#isActive = false;
    await this.#running;
  }

  /** Resolves when all that is stored was looked at. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Returns whether there may be more. */
  async #step(): Promise<boolean> {
    const { database } = this.parts;
    const seen = Number((await database.transaction(({ changes }) => changes.meta(SEEN))) ?? 0);
    const stored = await database.changes.after(seen, STEP);
    const last = stored.at(-1);
    if (!last) return false;
    const naming = stored.filter(({ change }) => namesFormer(change));
    if (naming.some(({ document }) => document === CONFIG)) await this.#config();
    await this.#equipment(naming.filter(({ document }) => document !== CONFIG));
    await database.transaction(({ changes }) => changes.setMeta(SEEN, String(last.seq)));
    return true;
  }

  async #config(): Promise<void> {
    const begun = await this.parts.database.transaction(({ changes }) => changes.meta(BEGUN));
    this.#standIns = await carryConfig(this.parts, Number(begun));
  }

  async #equipment(naming: readonly { document: string; change: Change }[]): Promise<void> {
    const found = new Map(
      naming.map(({ change, document }) => [refKey(refOf(change)), { ref: refOf(change), document }]),
    );
    if (found.size === 0) return;
    const refs = [...found.values()].map(({ ref }) => ref);
    const filed = await this.parts.database.transaction(({ changes }) => changes.changesOfEntities(refs));
    const byDocument = new Map<string, Change[]>();
    for (const { ref, document } of found.values()) {
      const change = this.#rewritten(ref, filed);
      if (!change) continue;
      const to = await this.#documentFor(ref, filed, document);
      byDocument.set(to, [...(byDocument.get(to) ?? []), change]);
    }
    for (const [document, changes] of byDocument) {
      const { refused } = await authorAll(this.parts.sync, document, changes, CENTRAL);
      if (refused.length > 0) this.parts.log.error({ refused, document }, 'equipment was not carried over');
    }
  }

  #rewritten(ref: EntityRef, filed: readonly LoggedChange[]): Change | undefined {
    const own = filed.flatMap(({ change }) => (refKey(refOf(change)) === refKey(ref) ? [change] : []));
    const entity = own[0] && parseKind(own[0].kind)?.entity;
    return entity && rewrite(entity, own, this.#standIns);
  }

  /** Of the store where the asset is now. */
  async #documentFor(ref: EntityRef, filed: readonly LoggedChange[], document: string): Promise<string> {
    const log = filed.find(({ change }) => change.entityId === ref.id && change.kind === 'assetLog.add');
    const assetId = ref.entity === 'assetLog' ? log?.change.patch['assetId'] : ref.id;
    const asset = await this.parts.database.rows.row('asset', String(assetId));
    const storeId = asset?.storeId ?? storeOf(document);
    return storeId === undefined ? document : storeDocument(storeId, yearOf(this.parts.now()));
  }
}
