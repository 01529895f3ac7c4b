/** Committed changes of the SQLite database. */
import type { Change } from '#shared/change/change';
import type { StateVector } from '#shared/change/state-vector';
import type { EntityRef } from '#shared/change/entity-ref';
import type { ChangeReader, DocumentSummary, SentChange, StoredChange } from '../port/changes';
import { readBody } from './stored-json';
import type { SqliteFile } from './sqlite-file';
import type { Sql } from './sql';

const SUMMARY = 'SELECT name, seq, changes, bytes FROM documents';

const PAGE = `SELECT client, clock, change_id AS changeId, body FROM changes
  WHERE document = (SELECT id FROM documents WHERE name = ?) AND client = ? AND clock >= ? ORDER BY clock LIMIT ?`;

const BY_AGE = `SELECT client FROM changes WHERE document = (SELECT id FROM documents WHERE name = ?)
  AND client IN (SELECT value FROM json_each(?)) AND clock = 0 ORDER BY seq`;

const AFTER = `SELECT changes.seq AS seq, name AS document, client, clock, body FROM changes
  JOIN documents ON documents.id = changes.document WHERE changes.seq > ? ORDER BY changes.seq LIMIT ?`;

export function readHeads(sql: Sql, documents: readonly string[]): Map<string, Map<number, number>> {
  return new Map(
    documents.map((name) => {
      const heads = sql.all<{ client: number; next: number }>(
        'SELECT client, next FROM heads WHERE document = (SELECT id FROM documents WHERE name = ?)',
        name,
      );
      return [name, new Map(heads.map(({ client, next }) => [client, next]))];
    }),
  );
}

// an asset whose move an earlier version stored in one of its two stores only shows as one that lies where it was never put
const MOVED = `SELECT DISTINCT entity, entity_id AS id FROM placements WHERE position > 0
  UNION SELECT 'asset', id FROM assets WHERE store_id NOT IN
    (SELECT placements.store_id FROM placements WHERE entity_id = assets.id AND entity = 'asset')`;

const SEQ = `SELECT seq FROM changes
  WHERE document = (SELECT id FROM documents WHERE name = ?) AND client = ? AND clock = ?`;

const seqOf = (sql: Sql, document: string, vector: StateVector): number =>
  [...vector].reduce((last, [client, clock]) => {
    const seq = sql.get<{ seq: number }>(SEQ, document, client, clock - 1)?.seq ?? 0;
    return Math.max(last, seq);
  }, 0);

interface StoredRow {
  document: string;
  client: number;
  clock: number;
  body: Uint8Array;
}

export const toStored = ({ document, client, clock, body }: StoredRow): StoredChange => {
  const change: Change = readBody(body);
  return { document, client, clock, body, change };
};

export function sqliteChangeReader(database: SqliteFile): ChangeReader {
  const read = <T>(query: (sql: Sql) => T): Promise<T> => Promise.resolve().then(() => database.read(query));
  return {
    heads: (documents) => read((sql) => readHeads(sql, documents)),
    page: (document, client, clock, limit) =>
      read((sql) => sql.all<SentChange>(PAGE, document, client, clock, limit)),
    byAge: (document, clients) =>
      read((sql) =>
        sql.all<{ client: number }>(BY_AGE, document, JSON.stringify(clients)).map(({ client }) => client),
      ),
    documents: (names) =>
      read((sql) =>
        sql.all<DocumentSummary>(
          `${SUMMARY} WHERE name IN (SELECT value FROM json_each(?)) ORDER BY name`,
          JSON.stringify(names),
        ),
      ),
    documentsOfStores: (storeIds) =>
      read((sql) =>
        sql.all<DocumentSummary>(
          `${SUMMARY} WHERE store_id IN (SELECT value FROM json_each(?)) ORDER BY name`,
          JSON.stringify(storeIds),
        ),
      ),
    after: (seq, limit) =>
      read((sql) =>
        sql
          .all<StoredRow & { seq: number }>(AFTER, seq, limit)
          .map((row) => ({ seq: row.seq, ...toStored(row) })),
      ),
    moved: () => read((sql) => sql.all<EntityRef>(MOVED)),
    seqOf: (document, vector) => read((sql) => seqOf(sql, document, vector)),
    lastSeq: () =>
      read((sql) => sql.get<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM changes')?.seq ?? 0),
  };
}
