/** The log of the SQLite database inside a transaction. */
import { storeOf } from '#shared/change/documents';
import { refKey, type EntityRef } from '#shared/change/entity-ref';
import type { ChangeTx, NewChange } from '../port/changes';
import { extendChains } from './chains';
import { readHeads } from './change-reader';
import { appendRuns, lastSeq } from './log/append';
import type { KnownChanges } from './log/known-changes';
import { changeAtPlace } from './log/runs';
import type { HistoryReader } from './history';
import type { Sql } from './sql';

/** The methods answer at once, as promises: an error becomes a rejection. */
export function sqliteChangeTx(sql: Sql, known: () => KnownChanges, history: HistoryReader): ChangeTx {
  return {
    heads: async (documents) => readHeads(sql, documents),
    changesAt: async (places) =>
      places.flatMap(({ document, client, clock }) => changeAtPlace(sql, document, client, clock) ?? []),
    changesByIds: async (ids) => ids.flatMap((id) => known().placesOf(sql, id)),
    changesOfEntities: (refs) => history.changesOf(sql, refs),
    historyOf: (assetId) => history.of(sql, assetId),
    storesOwning: async (refs) => new Map(refs.map((ref) => [refKey(ref), placementsOf(sql, known, ref)])),
    registeredClients: async (ids) => registered(sql, ids),
    registerClient: async (clientId, deviceId) => {
      if (registered(sql, [clientId]).size > 0) return false;
      sql.run('INSERT INTO client_ids VALUES (?, ?)', clientId, deviceId);
      return true;
    },
    insertChanges: async (changes) => insert(sql, known, changes),
    assignOwners: async (placements) => placements.forEach((placement) => place(sql, known, placement)),
    meta: async (key) => sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value,
    setMeta: async (key, value) => sql.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', key, value),
  };
}

/** Kept for entities that were moved; all others lie where their first change stands. */
function placementsOf(sql: Sql, known: () => KnownChanges, ref: EntityRef): string[] {
  const moved = known().hasMoved(refKey(ref)) ? storesOf(sql, ref) : [];
  if (moved.length > 0) return moved;
  const document = known().documentOf(sql, refKey(ref));
  const storeId = document === undefined ? undefined : storeOf(document);
  return storeId === undefined ? [] : [storeId];
}

const storesOf = (sql: Sql, { entity, id }: EntityRef): string[] =>
  sql
    .all<{ storeId: string }>(
      'SELECT store_id AS storeId FROM placements WHERE entity_id = ? AND entity = ? ORDER BY position',
      id,
      entity,
    )
    .map(({ storeId }) => storeId);

function registered(sql: Sql, ids: readonly number[]): Map<number, string> {
  const rows = sql.all<{ clientId: number; deviceId: string }>(
    `SELECT client_id AS clientId, device_id AS deviceId FROM client_ids
     WHERE client_id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
  return new Map(rows.map(({ clientId, deviceId }) => [clientId, deviceId]));
}

const PLACE = 'INSERT INTO placements (entity_id, entity, store_id, position) VALUES (?, ?, ?, ?)';

function place(
  sql: Sql,
  known: () => KnownChanges,
  { storeId, ...ref }: EntityRef & { storeId: string },
): void {
  const stores = placementsOf(sql, known, ref);
  const [first] = stores;
  if (first === undefined || stores.includes(storeId)) return;
  if (stores.length === 1) sql.run(PLACE, ref.id, ref.entity, first, 0);
  sql.run(PLACE, ref.id, ref.entity, storeId, stores.length);
  known().moved(refKey(ref));
}

function insert(sql: Sql, known: () => KnownChanges, changes: readonly NewChange[]): void {
  const grown = new Map<string, GrownDocument>();
  const last = lastSeq(sql);
  let seq = last;
  for (const stored of changes) {
    const document = grown.get(stored.document) ?? openDocument(sql, stored.document);
    grown.set(stored.document, document);
    if ((document.heads.get(stored.client) ?? 0) !== stored.clock)
      throw new Error('a clock was left out, or is taken');
    document.heads.set(stored.client, stored.clock + 1);
    document.grown.add(stored.client);
    document.changes += 1;
    document.bytes += stored.body.length;
    document.seq = ++seq;
    known().add(stored.change, seq, stored.document);
  }
  appendRuns(sql, changes, last, (name) => grown.get(name)?.id ?? 0);
  for (const document of grown.values()) putDocument(sql, document);
  extendChains(sql, changes);
}

/** A document while changes are added to it. */
interface GrownDocument {
  id: number;
  heads: Map<number, number>;
  /** the clients that wrote */
  grown: Set<number>;
  changes: number;
  bytes: number;
  seq: number;
}

function openDocument(sql: Sql, name: string): GrownDocument {
  const heads = readHeads(sql, [name]).get(name) ?? new Map<number, number>();
  return { id: documentIdOf(sql, name), heads, grown: new Set(), changes: 0, bytes: 0, seq: 0 };
}

function putDocument(sql: Sql, { id, heads, grown, changes, bytes, seq }: GrownDocument): void {
  sql.run(
    'UPDATE documents SET seq = ?, changes = changes + ?, bytes = bytes + ? WHERE id = ?',
    seq,
    changes,
    bytes,
    id,
  );
  for (const client of grown) {
    sql.run(
      'INSERT INTO heads VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET next = excluded.next',
      id,
      client,
      heads.get(client) ?? 0,
    );
  }
}

function documentIdOf(sql: Sql, name: string): number {
  sql.run(
    'INSERT OR IGNORE INTO documents (name, store_id, seq, changes, bytes) VALUES (?, ?, 0, 0, 0)',
    name,
    storeOf(name) ?? null,
  );
  const id = sql.get<{ id: number }>('SELECT id FROM documents WHERE name = ?', name)?.id;
  if (id === undefined) throw new Error(`no document ${name}`);
  return id;
}
