/** One transaction of the log in PostgreSQL: reads go to this process's copy, which is as far as the log; writes go to both. */
import { refKey, type EntityRef } from '#shared/change/entity-ref';
import type { Tx } from '../port/central-database';
import type { ChangeTx, NewChange } from '../port/changes';
import type { ProofTx } from '../port/proofs';
import { noticed, type SpoiltLog } from '../sqlite/log/noticing';
import type { LogCopy } from './log/log-copy';
import { toRuns, type Head, type PgRun } from './log/run';
import { metaOf } from './notes';
import { addKey, addStart, readKeys } from './proofs';
import type { PgSql } from './sql';

/** A registered client id and its owner never change: one that was found once is remembered. */
export type KnownClients = Map<number, string>;

export class SharedTx {
  readonly tx: Tx;
  readonly #sql: PgSql;
  readonly #local: Tx;
  readonly #clients: KnownClients;
  readonly #inserted: NewChange[] = [];
  readonly #registeredHere = new Set<number>();
  readonly #placed = new Map<string, EntityRef>();

  constructor(sql: PgSql, local: Tx, clients: KnownClients, onSpoilt: (spoilt: SpoiltLog) => void) {
    this.#sql = sql;
    this.#local = { changes: noticed(local.changes, onSpoilt), proofs: noticed(local.proofs, onSpoilt) };
    this.#clients = clients;
    this.tx = { changes: this.#changes(), proofs: this.#proofs() };
  }

  /** The rows that follow the log as the copy knows it, and its head with them. All else that they bring along is written. */
  async grown(copy: Pick<LogCopy, 'head' | 'authors'>): Promise<{ runs: PgRun[]; head: Head }> {
    const runs = toRuns(this.#inserted, copy.head);
    const { last, chain } = runs.at(-1) ?? copy.head;
    const another = await copy.authors.saidByAnother(this.#sql, this.#inserted);
    for (const key of another) await this.#local.changes.setMeta(key, '1');
    await this.#putPlacements(last);
    return { runs, head: { last, chain } };
  }

  #changes(): ChangeTx {
    const sql = this.#sql;
    const local = this.#local.changes;
    return {
      heads: (documents) => local.heads(documents),
      changesAt: (places) => local.changesAt(places),
      changesByIds: (ids) => local.changesByIds(ids),
      changesOfEntities: (refs) => local.changesOfEntities(refs),
      historyOf: (assetId) => local.historyOf(assetId),
      placingOf: (assetId) => local.placingOf(assetId),
      filesOf: (ownerIds) => local.filesOf(ownerIds),
      storesOwning: (refs) => local.storesOwning(refs),
      areSpread: (refs) => local.areSpread(refs),
      registeredClients: (ids) => this.#registered(ids),
      registerClient: async (clientId, deviceId) => {
        const text = 'INSERT INTO client_ids VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING client_id';
        this.#registeredHere.add(clientId);
        return (await sql.get(text, clientId, deviceId)) !== undefined;
      },
      insertChanges: async (changes) => {
        await local.insertChanges(changes);
        this.#inserted.push(...changes);
      },
      assignOwners: async (placements) => {
        await local.assignOwners(placements);
        for (const { entity, id } of placements) this.#placed.set(refKey({ entity, id }), { entity, id });
      },
      meta: (key) => metaOf(sql, key),
      setMeta: (key, value) =>
        sql.run(
          'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
          key,
          value,
        ),
    };
  }

  #proofs(): ProofTx {
    const local = this.#local.proofs;
    return {
      marks: (document, clients) => local.marks(document, clients),
      lastSeq: () => local.lastSeq(),
      addStart: async (start, beganAt) => addStart(this.#sql, start, await local.lastSeq(), beganAt),
      addKey: (key, madeAt) => addKey(this.#sql, key, madeAt),
      keys: () => readKeys(this.#sql),
    };
  }

  async #registered(ids: readonly number[]): Promise<Map<number, string>> {
    const lacking = ids.filter((id) => !this.#clients.has(id));
    const rows =
      lacking.length === 0
        ? []
        : await this.#sql.all<{ id: number; deviceId: string }>(
            'SELECT client_id AS id, device_id AS "deviceId" FROM client_ids WHERE client_id = ANY(?)',
            lacking,
          );
    // one that this transaction registered may still be undone
    for (const { id, deviceId } of rows) if (!this.#registeredHere.has(id)) this.#clients.set(id, deviceId);
    const here = rows.map(({ id, deviceId }) => [id, deviceId] as const);
    const known = ids.flatMap((id) => {
      const deviceId = this.#clients.get(id);
      return deviceId === undefined ? [] : [[id, deviceId] as const];
    });
    return new Map([...known, ...here]);
  }

  /** Only of entities that lie in several stores: all others lie where their first change stands. */
  async #putPlacements(seq: number): Promise<void> {
    if (this.#placed.size === 0) return;
    const placed = await this.#local.changes.storesOwning([...this.#placed.values()]);
    for (const [key, { entity, id }] of this.#placed) {
      const stores = placed.get(key) ?? [];
      if (stores.length < 2) continue;
      for (const [position, storeId] of stores.entries())
        await this.#sql.run(
          `INSERT INTO placements (entity_id, entity, store_id, position, seq) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
          ...[id, entity, storeId, position, seq],
        );
    }
  }
}
