/** Places in the order of records, in PostgreSQL; taken under the lock 'v6'. */
import type { RecordPlace } from '../../port/v6';
import { isWithinReach } from '../../port/v6-pulls';
import type { PgSql } from '../sql';

export const newestIn = async (sql: PgSql): Promise<number> =>
  (await sql.get<{ cursor: number }>('SELECT cursor FROM v6_newest'))?.cursor ?? 0;

const raise = (sql: PgSql, newest: number): Promise<unknown> =>
  sql.run('UPDATE v6_newest SET cursor = greatest(cursor, ?::bigint)', newest);

export const isTaken = async (sql: PgSql, cursor: number): Promise<boolean> =>
  (await sql.get('SELECT 1 FROM v6_log WHERE cursor = ?::bigint', cursor)) !== undefined;

/** No record stands at `cursor`, now or later: no page ends there. */
export async function keepFree(sql: PgSql, cursor: number): Promise<void> {
  if (!isWithinReach(cursor, await newestIn(sql))) return;
  await raise(sql, cursor + 1);
  if (!(await isTaken(sql, cursor))) return;
  const next = (await newestIn(sql)) + 1;
  await sql.run(
    'UPDATE v6_log SET cursor = ?, first_cursor = coalesce(first_cursor, cursor) WHERE cursor = ?',
    next,
    cursor,
  );
  await raise(sql, next);
}

/** All records of a store to the end, in the order they have, as new ones: one place for each. */
export async function renew(sql: PgSql, storeId: string): Promise<void> {
  await sql.run(
    `UPDATE v6_log SET cursor = ?::bigint + place, first_cursor = NULL, had_by = ''
     FROM (SELECT cursor AS former, row_number() OVER (ORDER BY cursor) AS place FROM v6_log WHERE store_id = ?) AS known
     WHERE cursor = former`,
    await newestIn(sql),
    storeId,
  );
  const last = await sql.get<{ cursor: number }>('SELECT coalesce(max(cursor), 0) AS cursor FROM v6_log');
  await raise(sql, last?.cursor ?? 0);
}

/** Logs and files stay as they are when their asset moves: a site that made them, and has both stores, has them. */
export async function hadElsewhere(sql: PgSql, { storeId, table, recordId }: RecordPlace): Promise<string> {
  if (table !== 'asset_log' && table !== 'sync_file_reference') return '';
  const had = await sql.get<{ hadBy: string }>(
    `SELECT had_by AS "hadBy" FROM v6_log JOIN v6_sites ON site_id = had_by
     WHERE record_id = ? AND table_name = ? AND had_by <> '' AND served::jsonb @> to_jsonb(?::text) LIMIT 1`,
    ...[recordId, table, storeId],
  );
  return had?.hadBy ?? '';
}
