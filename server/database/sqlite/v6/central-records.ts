/** The records that sites get by the older API, in SQLite. */
import type { JsonObject } from '#shared/json';
import { olderBeginsKey } from '../../port/v6-pulls';
import type { CentralRecord, CentralRecords, CentralStore } from '../../port/v6-central-records';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';
import { readStored } from '../stored-json';
import { begins, sqliteOlderPulls } from './older-pulls';

interface Row {
  cursor: number;
  table: string;
  recordId: string;
  data: string;
}

export const sqliteCentralRecords = (database: SqliteFile): CentralRecords => ({
  stores: async () =>
    database.read((sql) =>
      sql.all<CentralStore>(
        `SELECT stores.id AS id, stores.code AS code, stores.name AS name, coalesce(number, 0) AS siteNumber
         FROM stores LEFT JOIN v6_sites ON v6_sites.site_id = stores.site_id ORDER BY stores.rowid`,
      ),
    ),
  storesVersion: async () =>
    database.read(
      (sql) => sql.get<{ value: string }>(`SELECT value FROM meta WHERE key = 'stores_version'`)?.value ?? '',
    ),
  keep: (records) => database.write((sql) => keep(sql, records)),
  page: async (cursor, limit) =>
    database.read((sql) => ({
      entries: sql
        .all<Row>(
          `SELECT cursor, table_name AS "table", record_id AS recordId, data FROM v5_records
           WHERE cursor > ? ORDER BY cursor LIMIT ?`,
          cursor,
          limit,
        )
        .map(({ data, ...row }) => ({ ...row, data: readStored<JsonObject>(data) })),
      newest:
        sql.get<{ newest: number }>('SELECT coalesce(max(cursor), 0) AS newest FROM v5_records')?.newest ?? 0,
    })),
  ...sqliteOlderPulls(database),
  known: async (ids) =>
    database.read(
      (sql) =>
        new Set(
          ids.filter((id) => sql.get('SELECT 1 FROM v5_records WHERE record_id = ?', id) !== undefined),
        ),
    ),
  hasAll: async (siteId, cursor) => {
    const isSaid = database.read((sql) => upToOf(sql, siteId) === cursor && !begins(sql, siteId));
    if (isSaid) return;
    await database.write((sql) => {
      sql.run('UPDATE v6_sites SET v5_up_to = ? WHERE site_id = ?', cursor, siteId);
      sql.run('DELETE FROM meta WHERE key = ?', olderBeginsKey(siteId));
    });
  },
  hadUpTo: async (siteId) => database.read((sql) => upToOf(sql, siteId) ?? undefined),
});

const upToOf = (sql: Sql, siteId: string): number | null | undefined =>
  sql.get<{ upTo: number | null }>('SELECT v5_up_to AS upTo FROM v6_sites WHERE site_id = ?', siteId)?.upTo;

function keep(sql: Sql, records: readonly CentralRecord[]): void {
  for (const { table, recordId, data } of records) {
    const text = JSON.stringify(data);
    const known = sql.get<{ data: string }>('SELECT data FROM v5_records WHERE record_id = ?', recordId);
    if (known?.data === text) continue;
    sql.run('DELETE FROM v5_records WHERE record_id = ?', recordId);
    sql.run('INSERT INTO v5_records (record_id, table_name, data) VALUES (?, ?, ?)', recordId, table, text);
  }
}
