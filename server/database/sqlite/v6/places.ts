/** Places in the order of records, in SQLite. */
import { isWithinReach } from '../../port/v6-pulls';
import type { Sql } from '../sql';

export const newestIn = (sql: Sql): number =>
  sql.get<{ seq: number }>(`SELECT seq FROM sqlite_sequence WHERE name = 'v6_log'`)?.seq ?? 0;

const raise = (sql: Sql, newest: number): void =>
  sql.run(`UPDATE sqlite_sequence SET seq = max(seq, CAST(? AS INTEGER)) WHERE name = 'v6_log'`, newest);

export const isTaken = (sql: Sql, cursor: number): boolean =>
  sql.get('SELECT 1 FROM v6_log WHERE cursor = ?', cursor) !== undefined;

/** No record stands at `cursor`, now or later: no page ends there. */
export function keepFree(sql: Sql, cursor: number): void {
  if (!isWithinReach(cursor, newestIn(sql))) return;
  raise(sql, cursor + 1);
  if (!isTaken(sql, cursor)) return;
  const next = newestIn(sql) + 1;
  sql.run(
    'UPDATE v6_log SET cursor = ?, first_cursor = coalesce(first_cursor, cursor) WHERE cursor = ?',
    next,
    cursor,
  );
  raise(sql, next);
}

/** All records of a store to the end, in the order they have, as new ones: one place for each. */
export function renew(sql: Sql, storeId: string): void {
  sql.run(
    `UPDATE v6_log SET cursor = ? + place, first_cursor = NULL, had_by = ''
     FROM (SELECT cursor AS former, row_number() OVER (ORDER BY cursor) AS place FROM v6_log WHERE store_id = ?)
     WHERE cursor = former`,
    newestIn(sql),
    storeId,
  );
  const last = sql.get<{ cursor: number | null }>('SELECT max(cursor) AS cursor FROM v6_log')?.cursor;
  raise(sql, last ?? 0);
}
