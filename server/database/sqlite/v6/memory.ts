/** The records that V6 sites keep at central for themselves, in SQLite. */
import type { Json } from '#shared/json';
import type { Page } from '../../port/rows';
import { fromCursor, toCursor } from '../../cursor';
import { readStored } from '../stored-json';
import {
  MEMORY,
  memoryPlace,
  UNREADABLE,
  type KeptMemory,
  type MemoryRecord,
  type SiteMemory,
} from '../../port/v6-memory';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';
import { dropEntry, putEntry } from './log';

interface Row {
  rowid: number;
  siteId: string;
  tableName: string;
  recordId: string;
  action: string;
  data: string;
  receivedAt: string;
}

const ROW = `SELECT rowid, site_id AS siteId, table_name AS tableName, record_id AS recordId, action, data,
  received_at AS receivedAt FROM v6_memory`;

const toKept = ({ siteId, tableName, recordId, action, data, receivedAt }: Row): KeptMemory => ({
  ...{ siteId, table: tableName, recordId, action, receivedAt },
  data: readStored<Json>(data),
});

export const sqliteMemory = (database: SqliteFile): SiteMemory => ({
  keep: (siteId, records, at, bounds) =>
    database.write((sql) => {
      for (const record of records) keep(sql, siteId, record, at);
      for (const table of new Set(records.map((record) => record.table)))
        if (bounds[table] !== undefined) bound(sql, siteId, table, bounds[table]);
    }),
  get: async (siteId, table, recordId) =>
    database.read((sql) => {
      const where = `WHERE site_id = ? AND table_name = ? AND record_id = ? ORDER BY action = '${UNREADABLE}' LIMIT 1`;
      const row = sql.get<Row>(`${ROW} ${where}`, siteId, table, recordId);
      return row && toKept(row);
    }),
  ofTable: async (table, query) =>
    database.read((sql) => latest(sql, { where: 'table_name = ?', is: table }, query)),
  ofSite: async (siteId, query) =>
    database.read((sql) => latest(sql, { where: 'site_id = ?', is: siteId }, query)),
});

function latest(
  sql: Sql,
  { where, is }: { where: 'table_name = ?' | 'site_id = ?'; is: string },
  { limit, cursor }: { limit: number; cursor?: string },
): Page<KeptMemory> {
  const before = Number(fromCursor(cursor)?.[0] ?? 0) || Number.MAX_SAFE_INTEGER;
  const rows = sql.all<Row>(
    `${ROW} WHERE ${where} AND rowid < ? ORDER BY rowid DESC LIMIT ?`,
    ...[is, before, limit + 1],
  );
  const count = sql.get<{ total: number }>(`SELECT count(*) AS total FROM v6_memory WHERE ${where}`, is);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(toKept),
    total: count?.total ?? 0,
    ...(last && { nextCursor: toCursor([String(last.rowid), '']) }),
  };
}

function keep(sql: Sql, siteId: string, { table, recordId, action, data }: MemoryRecord, at: string): void {
  const place = { storeId: memoryPlace(siteId), table, recordId };
  sql.run(
    `DELETE FROM v6_memory WHERE site_id = ?1 AND table_name = ?2 AND record_id = ?3
     AND (?4 <> '${UNREADABLE}' OR action = '${UNREADABLE}')`,
    ...[siteId, table, recordId, action],
  );
  if (action === 'Delete') return dropEntry(sql, place);
  sql.run(
    `INSERT INTO v6_memory (site_id, table_name, record_id, action, data, received_at) VALUES (?, ?, ?, ?, ?, ?)`,
    ...[siteId, table, recordId, action, JSON.stringify(data), at],
  );
  putEntry(sql, place, { entity: MEMORY, id: recordId }, siteId);
}

/** Forgets all but the latest `most` of a table. */
function bound(sql: Sql, siteId: string, table: string, most: number): void {
  const old = sql.all<{ recordId: string }>(
    `SELECT record_id AS recordId FROM v6_memory WHERE site_id = ? AND table_name = ?
     ORDER BY rowid DESC LIMIT -1 OFFSET ?`,
    ...[siteId, table, most],
  );
  for (const { recordId } of old) keep(sql, siteId, { table, recordId, action: 'Delete', data: null }, '');
}
