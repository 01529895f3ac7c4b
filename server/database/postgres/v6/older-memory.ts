/** The records that sites pushed by the older API, in PostgreSQL. */
import type { Json } from '#shared/json';
import type { MemoryRecord } from '../../port/v6-memory';
import type { OlderMemory, QueuedRecord } from '../../port/v6-older-memory';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';

type Row = Omit<QueuedRecord, 'data'> & { data: string };

/** The records that wait lie between the last that was taken and the last that there was when the site began. */
const WAITS = `FROM v5_memory JOIN v6_sites USING (site_id)
  WHERE site_id = ? AND v5_memory.number > queue_from AND v5_memory.number <= queue_to`;

export const pgOlderMemory = (pool: PgPool): OlderMemory => ({
  keep: (siteId, records, bounds) =>
    pool.write('v6', async (sql) => {
      for (const record of records) await keep(sql, siteId, record);
      for (const table of new Set(records.map((record) => record.table)))
        if (bounds[table] !== undefined) await bound(sql, siteId, table, bounds[table]);
    }),
  known: async (siteId, table, ids) => {
    const text =
      'SELECT record_id AS id FROM v5_memory WHERE site_id = ? AND table_name = ? AND record_id = ANY(?)';
    const found = await pool.read((sql) => sql.all<{ id: string }>(text, siteId, table, ids));
    return new Set(found.map(({ id }) => id));
  },
  begin: (siteId) =>
    pool.write('v6', async (sql) => {
      await sql.run(
        `UPDATE v6_sites SET queue_from = 0,
         queue_to = (SELECT coalesce(max(number), 0) FROM v5_memory WHERE site_id = ?1) WHERE site_id = ?1`,
        siteId,
      );
      return countOf(sql, siteId);
    }),
  waiting: (siteId, limit) =>
    pool.read(async (sql) => {
      const rows = await sql.all<Row>(
        `SELECT v5_memory.number AS number, table_name AS "table", record_id AS "recordId", action, data ${WAITS} ORDER BY v5_memory.number LIMIT ?`,
        siteId,
        limit,
      );
      const items = rows.map(({ data, ...row }) => ({ ...row, data: JSON.parse(data) as Json }));
      return { items, total: await countOf(sql, siteId) };
    }),
  taken: (siteId, number) =>
    pool.write('v6', (sql) =>
      sql.run('UPDATE v6_sites SET queue_from = greatest(queue_from, ?) WHERE site_id = ?', number, siteId),
    ),
});

const countOf = async (sql: PgSql, siteId: string): Promise<number> =>
  (await sql.get<{ total: number }>(`SELECT count(*) AS total ${WAITS}`, siteId))?.total ?? 0;

async function keep(
  sql: PgSql,
  siteId: string,
  { table, recordId, action, data }: MemoryRecord,
): Promise<void> {
  await sql.run(
    'DELETE FROM v5_memory WHERE site_id = ? AND table_name = ? AND record_id = ?',
    ...[siteId, table, recordId],
  );
  if (action === 'Delete') return;
  await sql.run(
    'INSERT INTO v5_memory (site_id, table_name, record_id, action, data) VALUES (?, ?, ?, ?, ?)',
    ...[siteId, table, recordId, action, JSON.stringify(data)],
  );
}

/** Forgets all but the latest `most` of a table. */
const bound = (sql: PgSql, siteId: string, table: string, most: number): Promise<void> =>
  sql.run(
    `DELETE FROM v5_memory WHERE number IN (SELECT number FROM v5_memory WHERE site_id = ? AND table_name = ?
     ORDER BY number DESC OFFSET ?)`,
    ...[siteId, table, most],
  );
