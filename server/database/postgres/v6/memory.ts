/** The records that V6 sites keep at central for themselves, in PostgreSQL. */
import type { Json } from '#shared/json';
import type { Page } from '../../port/rows';
import { fromCursor, toCursor } from '../../cursor';
import {
  MEMORY,
  memoryPlace,
  UNREADABLE,
  type KeptMemory,
  type MemoryRecord,
  type SiteMemory,
} from '../../port/v6-memory';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { dropEntry, putEntry } from './log';

interface Row {
  position: number;
  siteId: string;
  tableName: string;
  recordId: string;
  action: string;
  data: string;
  receivedAt: string;
}

const ROW = `SELECT position, site_id AS "siteId", table_name AS "tableName", record_id AS "recordId", action, data,
  received_at AS "receivedAt" FROM v6_memory`;

const toKept = ({ siteId, tableName, recordId, action, data, receivedAt }: Row): KeptMemory => ({
  ...{ siteId, table: tableName, recordId, action, receivedAt },
  data: JSON.parse(data) as Json, // written by `keep`
});

export const pgMemory = (pool: PgPool): SiteMemory => ({
  keep: (siteId, records, at, bounds) =>
    pool.write('v6', async (sql) => {
      for (const record of records) await keep(sql, siteId, record, at);
      for (const table of new Set(records.map((record) => record.table)))
        if (bounds[table] !== undefined) await bound(sql, siteId, table, bounds[table]);
    }),
  get: async (siteId, table, recordId) => {
    const where = `WHERE site_id = ? AND table_name = ? AND record_id = ? ORDER BY action = '${UNREADABLE}' LIMIT 1`;
    const row = await pool.read((sql) => sql.get<Row>(`${ROW} ${where}`, siteId, table, recordId));
    return row && toKept(row);
  },
  ofTable: (table, query) => pool.read((sql) => latest(sql, { where: 'table_name = ?', is: table }, query)),
  ofSite: (siteId, query) => pool.read((sql) => latest(sql, { where: 'site_id = ?', is: siteId }, query)),
});

async function latest(
  sql: PgSql,
  { where, is }: { where: 'table_name = ?' | 'site_id = ?'; is: string },
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<KeptMemory>> {
  const before = Number(fromCursor(cursor)?.[0] ?? 0) || Number.MAX_SAFE_INTEGER;
  const rows = await sql.all<Row>(
    `${ROW} WHERE ${where} AND position < ? ORDER BY position DESC LIMIT ?`,
    ...[is, before, limit + 1],
  );
  const count = await sql.get<{ total: number }>(
    `SELECT count(*) AS total FROM v6_memory WHERE ${where}`,
    is,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(toKept),
    total: count?.total ?? 0,
    ...(last && { nextCursor: toCursor([String(last.position), '']) }),
  };
}

async function keep(
  sql: PgSql,
  siteId: string,
  { table, recordId, action, data }: MemoryRecord,
  at: string,
): Promise<void> {
  const place = { storeId: memoryPlace(siteId), table, recordId };
  await sql.run(
    `DELETE FROM v6_memory WHERE site_id = ?1 AND table_name = ?2 AND record_id = ?3
     AND (?4 <> '${UNREADABLE}' OR action = '${UNREADABLE}')`,
    ...[siteId, table, recordId, action],
  );
  if (action === 'Delete') return dropEntry(sql, place);
  await sql.run(
    `INSERT INTO v6_memory (site_id, table_name, record_id, action, data, received_at) VALUES (?, ?, ?, ?, ?, ?)`,
    ...[siteId, table, recordId, action, JSON.stringify(data), at],
  );
  await putEntry(sql, place, { entity: MEMORY, id: recordId }, siteId);
}

/** Forgets all but the latest `most` of a table. */
async function bound(sql: PgSql, siteId: string, table: string, most: number): Promise<void> {
  const old = await sql.all<{ recordId: string }>(
    `SELECT record_id AS "recordId" FROM v6_memory WHERE site_id = ? AND table_name = ?
     ORDER BY position DESC OFFSET ?`,
    ...[siteId, table, most],
  );
  for (const { recordId } of old)
    await keep(sql, siteId, { table, recordId, action: 'Delete', data: null }, '');
}
