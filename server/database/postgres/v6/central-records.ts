/** The records that sites get by the older API, in PostgreSQL. */
import type { JsonObject } from '#shared/json';
import { olderBeginsKey } from '../../port/v6-pulls';
import type { CentralRecord, CentralRecords, CentralStore } from '../../port/v6-central-records';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { begins, pgOlderPulls } from './older-pulls';

interface Row {
  cursor: number;
  table: string;
  recordId: string;
  data: string;
}

export const pgCentralRecords = (pool: PgPool): CentralRecords => ({
  stores: () =>
    pool.read((sql) =>
      sql.all<CentralStore>(
        `SELECT stores.id AS id, stores.code AS code, stores.name AS name, coalesce(number, 0) AS "siteNumber"
         FROM stores LEFT JOIN v6_sites ON v6_sites.site_id = stores.site_id ORDER BY stores.position`,
      ),
    ),
  storesVersion: async () => {
    const text = `SELECT value FROM meta WHERE key = 'stores_version'`;
    return (await pool.read((sql) => sql.get<{ value: string }>(text)))?.value ?? '';
  },
  keep: (records) => pool.write('v6', (sql) => keep(sql, records)),
  page: (cursor, limit) =>
    pool.read(async (sql) => {
      const newest = await sql.get<{ newest: number }>(
        'SELECT coalesce(max(cursor), 0) AS newest FROM v5_records',
      );
      const rows = await sql.all<Row>(
        `SELECT cursor, table_name AS "table", record_id AS "recordId", data FROM v5_records
         WHERE cursor > ? ORDER BY cursor LIMIT ?`,
        cursor,
        limit,
      );
      // written by `keep`
      const entries = rows.map(({ data, ...row }) => ({ ...row, data: JSON.parse(data) as JsonObject }));
      return { entries, newest: Math.max(newest?.newest ?? 0, entries.at(-1)?.cursor ?? 0) };
    }),
  ...pgOlderPulls(pool),
  known: async (ids) => {
    const text = 'SELECT record_id AS id FROM v5_records WHERE record_id = ANY(?)';
    const found = await pool.read((sql) => sql.all<{ id: string }>(text, ids));
    return new Set(found.map(({ id }) => id));
  },
  hasAll: async (siteId, cursor) => {
    const isSaid = await pool.read(
      async (sql) => (await upToOf(sql, siteId)) === cursor && !(await begins(sql, siteId)),
    );
    if (isSaid) return;
    await pool.write('v6', async (sql) => {
      await sql.run('UPDATE v6_sites SET v5_up_to = ? WHERE site_id = ?', cursor, siteId);
      await sql.run('DELETE FROM meta WHERE key = ?', olderBeginsKey(siteId));
    });
  },
  hadUpTo: async (siteId) => (await pool.read((sql) => upToOf(sql, siteId))) ?? undefined,
});

async function upToOf(sql: PgSql, siteId: string): Promise<number | null | undefined> {
  const text = 'SELECT v5_up_to AS "upTo" FROM v6_sites WHERE site_id = ?';
  return (await sql.get<{ upTo: number | null }>(text, siteId))?.upTo;
}

async function keep(sql: PgSql, records: readonly CentralRecord[]): Promise<void> {
  for (const { table, recordId, data } of records) {
    const text = JSON.stringify(data);
    const known = await sql.get<{ data: string }>(
      'SELECT data FROM v5_records WHERE record_id = ?',
      recordId,
    );
    if (known?.data === text) continue;
    await sql.run('DELETE FROM v5_records WHERE record_id = ?', recordId);
    await sql.run(
      'INSERT INTO v5_records (record_id, table_name, data) VALUES (?, ?, ?)',
      recordId,
      table,
      text,
    );
  }
}
