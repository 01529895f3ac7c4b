/**
 * Equipment that comes to a site which has had none of it, though others have: its logs that stood there before it were kept back (a restore
 * may bring them first).
 */
import type { EntityRef } from '#shared/change/entity-ref';
import type { RecordPlace } from '../../port/v6';
import type { PgSql } from '../sql';

const SERVING = 'SELECT served FROM v6_sites WHERE served IS NOT NULL AND served::jsonb @> to_jsonb(?::text)';
const IS_THERE = 'SELECT 1 FROM v6_log WHERE record_id = ? AND table_name = ? AND store_id = ?';
const HAS = 'SELECT 1 FROM v6_log WHERE record_id = ? AND table_name = ? AND store_id = ANY(?) LIMIT 1';

/** The stores of the sites that a place of equipment is the first of it for. Asked before it is there. */
async function storesReached(sql: PgSql, { storeId, table, recordId }: RecordPlace): Promise<string[]> {
  if ((await sql.get(IS_THERE, recordId, table, storeId)) !== undefined) return [];
  const found: string[] = [];
  for (const { served } of await sql.all<{ served: string }>(SERVING, storeId)) {
    const stores = JSON.parse(served) as string[]; // written by `serve`
    if ((await sql.get(HAS, recordId, table, stores)) === undefined) found.push(...stores);
  }
  return found;
}

/** The same of a change of any entity. */
export async function reachedBy(
  sql: PgSql,
  { entity }: EntityRef,
  storeId: string,
  records: readonly Omit<RecordPlace, 'storeId'>[],
): Promise<string[]> {
  const found: string[] = [];
  if (entity === 'asset')
    for (const record of records) found.push(...(await storesReached(sql, { storeId, ...record })));
  return found;
}
