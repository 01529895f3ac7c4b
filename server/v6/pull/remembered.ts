/** A record of a site's memory, as it goes back to that site while it initialises. */
import { isJsonObject } from '#shared/json';
import type { LogEntry, V6Database } from '../../database/port/v6';
import type { Action, Reader, SentRecord } from './page';

export async function rememberedRecord(
  { memory, log }: Pick<V6Database, 'memory' | 'log'>,
  { siteId, storeIds }: Reader,
  { table, recordId, cursor }: LogEntry,
): Promise<SentRecord[]> {
  const found = await memory.get(siteId, table, recordId);
  if (!found) return [];
  const assetId =
    table === 'asset_internal_location' && isJsonObject(found.data) ? found.data['asset_id'] : undefined;
  // the place of equipment can be stored only beside the equipment
  if (typeof assetId === 'string' && !(await isSent(log, storeIds, assetId))) return [];
  const action: Action = found.action === 'Merge' ? 'Merge' : 'Insert';
  return [{ cursor, table, recordId, action, data: found.data }];
}

async function isSent(
  log: V6Database['log'],
  storeIds: readonly string[],
  recordId: string,
): Promise<boolean> {
  const places = storeIds.map((storeId) => ({ storeId, table: 'asset', recordId }));
  return (await log.cursors(places)).some((cursor) => cursor !== undefined);
}
