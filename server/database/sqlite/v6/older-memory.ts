/** The records that sites pushed by the older API, in SQLite. */
import type { Json } from '#shared/json';
import type { OlderMemory, QueuedRecord } from '../../port/v6-older-memory';
import type { MemoryRecord } from '../../port/v6-memory';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';
import { readStored } from '../stored-json';

type Row = Omit<QueuedRecord, 'data'> & { data: string };

/** The records that wait lie between the last that was taken and the last that there was when the site began. */
const WAITS = `FROM v5_memory JOIN v6_sites USING (site_id)
  WHERE site_id = ? AND v5_memory.number > queue_from AND v5_memory.number <= queue_to`;

const KNOWN = 'SELECT 1 FROM v5_memory WHERE site_id = ? AND table_name = ?';

export const sqliteOlderMemory = (database: SqliteFile): OlderMemory => ({
  keep: (siteId, records, bounds) =>
    database.write((sql) => {
      for (const record of records) keep(sql, siteId, record);
      for (const table of new Set(records.map((record) => record.table)))
        if (bounds[table] !== undefined) bound(sql, siteId, table, bounds[table]);
    }),
  known: async (siteId, table, ids) =>
    database.read(
      (sql) =>
        new Set(ids.filter((id) => sql.get(`${KNOWN} AND record_id = ?`, siteId, table, id) !== undefined)),
    ),
  begin: (siteId) =>
    database.write((sql) => {
      sql.run(
        `UPDATE v6_sites SET queue_from = 0,
         queue_to = (SELECT coalesce(max(number), 0) FROM v5_memory WHERE site_id = v6_sites.site_id) WHERE site_id = ?`,
        siteId,
      );
      return countOf(sql, siteId);
    }),
  waiting: async (siteId, limit) =>
    database.read((sql) => {
      const rows = sql.all<Row>(
        `SELECT v5_memory.number AS number, table_name AS "table", record_id AS recordId, action, data ${WAITS} ORDER BY v5_memory.number LIMIT ?`,
        siteId,
        limit,
      );
      const items = rows.map(({ data, ...row }) => ({ ...row, data: readStored<Json>(data) }));
      return { items, total: countOf(sql, siteId) };
    }),
  taken: (siteId, number) =>
    database.write((sql) =>
      sql.run('UPDATE v6_sites SET queue_from = max(queue_from, ?) WHERE site_id = ?', number, siteId),
    ),
});

const countOf = (sql: Sql, siteId: string): number =>
  sql.get<{ total: number }>(`SELECT count(*) AS total ${WAITS}`, siteId)?.total ?? 0;

function keep(sql: Sql, siteId: string, { table, recordId, action, data }: MemoryRecord): void {
  sql.run(
    'DELETE FROM v5_memory WHERE site_id = ? AND table_name = ? AND record_id = ?',
    ...[siteId, table, recordId],
  );
  if (action === 'Delete') return;
  sql.run(
    'INSERT INTO v5_memory (site_id, table_name, record_id, action, data) VALUES (?, ?, ?, ?, ?)',
    ...[siteId, table, recordId, action, JSON.stringify(data)],
  );
}

/** Forgets all but the latest `most` of a table. */
const bound = (sql: Sql, siteId: string, table: string, most: number): void =>
  sql.run(
    `DELETE FROM v5_memory WHERE number IN (SELECT number FROM v5_memory WHERE site_id = ? AND table_name = ?
     ORDER BY number DESC LIMIT -1 OFFSET ?)`,
    ...[siteId, table, most],
  );
