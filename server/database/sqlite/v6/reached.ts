/**
 * Equipment that comes to a site which has had none of it, though others have: its logs that stood there before it were kept back (a restore
 * may bring them first).
 */
import type { RecordPlace } from '../../port/v6';
import { readStored } from '../stored-json';
import type { Sql } from '../sql';

const SERVING = `SELECT served FROM v6_sites
  WHERE served IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(served) WHERE value = ?)`;
const IS_THERE = 'SELECT 1 FROM v6_log WHERE record_id = ? AND table_name = ? AND store_id = ?';
const HAS = `SELECT 1 FROM v6_log WHERE record_id = ? AND table_name = ?
  AND store_id IN (SELECT value FROM json_each(?)) LIMIT 1`;

/** The stores of the sites that a place of equipment is the first of it for. Asked before it is there. */
export function storesReached(sql: Sql, { storeId, table, recordId }: RecordPlace): string[] {
  if (sql.get(IS_THERE, recordId, table, storeId) !== undefined) return [];
  return sql
    .all<{ served: string }>(SERVING, storeId)
    .filter(({ served }) => sql.get(HAS, recordId, table, served) === undefined)
    .flatMap(({ served }) => readStored<string[]>(served));
}
