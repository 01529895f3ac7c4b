/** The changes of the SQLite database inside a transaction. */
import { storeOf } from '#shared/change/documents';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { ChangeTx, FiledChange, NewChange } from '../port/changes';
import { readBody } from './stored-json';
import { extendChains } from './chains';
import { readHeads, toStored } from './change-reader';
import type { Sql } from './sql';

const STORED = `SELECT name AS document, client, clock, body FROM changes JOIN documents ON documents.id = changes.document`;

interface Stored {
  document: string;
  client: number;
  clock: number;
  body: Uint8Array;
}

/** The methods answer at once, as promises: an error becomes a rejection. */
export function sqliteChangeTx(sql: Sql): ChangeTx {
  return {
    heads: async (documents) => readHeads(sql, documents),
    changesAt: async (places) =>
      places.flatMap(({ document, client, clock }) =>
        sql
          .all<Stored>(`${STORED} WHERE name = ? AND client = ? AND clock = ?`, document, client, clock)
          .map(toStored),
      ),
    changesByIds: async (ids) =>
      ids.flatMap((id) => sql.all<Stored>(`${STORED} WHERE change_id = ?`, id).map(toStored)),
    changesOfEntities: async (refs) => refs.flatMap((ref) => changesOf(sql, ref)),
    storesOwning: async (refs) => new Map(refs.map((ref) => [refKey(ref), placementsOf(sql, ref)])),
    registeredClients: async (ids) => registered(sql, ids),
    registerClient: async (clientId, deviceId) => {
      if (registered(sql, [clientId]).size > 0) return false;
      sql.run('INSERT INTO client_ids VALUES (?, ?)', clientId, deviceId);
      return true;
    },
    insertChanges: async (changes) => insert(sql, changes),
    assignOwners: async (placements) => placements.forEach((placement) => place(sql, placement)),
    putRefusedNumbers: async (numbers) =>
      numbers.forEach(({ deviceId, n, changeId, code }) =>
        sql.run('INSERT OR REPLACE INTO refused_numbers VALUES (?, ?, ?, ?)', deviceId, n, changeId, code),
      ),
    meta: async (key) => sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value,
    setMeta: async (key, value) => sql.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', key, value),
    entitiesAfter: async (last, limit) =>
      sql.all<EntityRef>(
        `SELECT DISTINCT entity, entity_id AS id FROM changes WHERE (entity_id, entity) > (?, ?)
         ORDER BY entity_id, entity LIMIT ?`,
        last?.id ?? '',
        last?.entity ?? '',
        limit,
      ),
  };
}

/** Bare columns go with min(seq): the place where the change came first. */
const CHANGES_OF = `SELECT name AS document, body, received_at AS receivedAt, min(changes.seq) FROM changes
  JOIN documents ON documents.id = changes.document WHERE entity_id = ? AND entity = ? GROUP BY change_id`;

function changesOf(sql: Sql, { entity, id }: EntityRef): FiledChange[] {
  const rows = sql.all<Omit<FiledChange, 'change'> & { body: Uint8Array }>(CHANGES_OF, id, entity);
  return rows.map(({ document, receivedAt, body }) => ({ document, receivedAt, change: readBody(body) }));
}

const placementsOf = (sql: Sql, { entity, id }: EntityRef): string[] =>
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

function place(sql: Sql, { entity, id, storeId }: EntityRef & { storeId: string }): void {
  sql.run(
    `INSERT OR IGNORE INTO placements SELECT ?1, ?2, ?3, count(*) FROM placements WHERE entity_id = ?1 AND entity = ?2`,
    id,
    entity,
    storeId,
  );
}

const INSERT = `INSERT INTO changes
  (document, client, clock, change_id, entity, entity_id, kind, device_id, n, hlc, body, received_at, received_from)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

function insert(sql: Sql, changes: readonly NewChange[]): void {
  const grown = new Map<string, GrownDocument>();
  let seq = sql.get<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM changes')?.seq ?? 0;
  for (const stored of changes) {
    const document = grown.get(stored.document) ?? openDocument(sql, stored.document);
    grown.set(stored.document, document);
    if ((document.heads.get(stored.client) ?? 0) !== stored.clock)
      throw new Error('a clock was left out, or is taken');
    document.heads.set(stored.client, stored.clock + 1);
    document.changes += 1;
    document.bytes += stored.body.length;
    insertOne(sql, document.id, stored);
    document.seq = ++seq;
  }
  for (const document of grown.values()) putDocument(sql, document);
  extendChains(sql, changes);
}

/** A document while changes are added to it. */
interface GrownDocument {
  id: number;
  heads: Map<number, number>;
  changes: number;
  bytes: number;
  seq: number;
}

function openDocument(sql: Sql, name: string): GrownDocument {
  const heads = readHeads(sql, [name]).get(name) ?? new Map<number, number>();
  return { id: documentIdOf(sql, name), heads, changes: 0, bytes: 0, seq: 0 };
}

function insertOne(
  sql: Sql,
  documentId: number,
  { client, clock, change, body, receivedAt, receivedFrom }: NewChange,
): void {
  const { id, entityId, kind, deviceId, n, hlc } = change;
  const place = [documentId, client, clock] as const;
  const { entity } = refOf(change);
  sql.run(INSERT, ...place, id, entity, entityId, kind, deviceId, n, hlc, body, receivedAt, receivedFrom);
}

function putDocument(sql: Sql, { id, heads, changes, bytes, seq }: GrownDocument): void {
  sql.run(
    'UPDATE documents SET seq = ?, changes = changes + ?, bytes = bytes + ? WHERE id = ?',
    seq,
    changes,
    bytes,
    id,
  );
  for (const [client, next] of heads) {
    sql.run(
      'INSERT INTO heads VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET next = excluded.next',
      id,
      client,
      next,
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
