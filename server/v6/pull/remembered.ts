/** A record of a site's memory, as it goes back to that site while it initialises. */
import type { LogEntry, V6Database } from '../../database/port/v6';
import type { Door } from '../door';
import type { Action, Reader, SentRecord } from './page';

export async function rememberedRecord(
  { memory, log }: Pick<V6Database, 'memory' | 'log'>,
  door: Pick<Door, 'assetNeededBy' | 'recordsOf'>,
  { siteId, storeIds }: Reader,
  { table, recordId, cursor }: LogEntry,
): Promise<SentRecord[]> {
  const found = await memory.get(siteId, table, recordId);
  if (!found) return [];
  const assetId = door.assetNeededBy(table, found.data);
  // the place of equipment can be stored only beside the equipment
  if (assetId !== undefined && !(await isSent({ log, door }, storeIds, assetId))) return [];
  const action: Action = found.action === 'Merge' ? 'Merge' : 'Insert';
  return [{ cursor, table, recordId, action, data: found.data }];
}

async function isSent(
  { log, door }: { log: V6Database['log']; door: Pick<Door, 'recordsOf'> },
  storeIds: readonly string[],
  recordId: string,
): Promise<boolean> {
  const records = door.recordsOf('asset', recordId);
  const places = storeIds.flatMap((storeId) => records.map((record) => ({ storeId, ...record })));
  return (await log.cursors(places)).some((cursor) => cursor !== undefined);
}
