/** A record of a site's memory, or one that could not be stored here, as it goes back to that site. */
import type { LogEntry, PushedRecord, V6Database } from '../../database/port/v6';
import { memoryPlace, type MemoryRecord } from '../../database/port/v6-memory';
import type { Door } from '../door';
import type { Action, Reader, SentRecord } from './page';

export async function rememberedRecord(
  { memory, inbox, log }: Pick<V6Database, 'memory' | 'inbox' | 'log'>,
  door: Pick<Door, 'assetNeededBy' | 'isStorable' | 'recordIdOf' | 'recordsOf'>,
  { siteId, storeIds }: Reader,
  { table, recordId, cursor }: LogEntry,
): Promise<SentRecord[]> {
  const found = await keptOf({ memory, inbox }, siteId, { table, recordId });
  if (!found || !door.isStorable(table, found, storeIds)) return [];
  const assetId = door.assetNeededBy(table, found.data);
  // what hangs on equipment can be stored only beside it
  if (assetId !== undefined && !(await isSent({ log, door }, [...storeIds, memoryPlace(siteId)], assetId)))
    return [];
  const action: Action = found.action === 'Merge' ? 'Merge' : 'Insert';
  return [{ cursor, table, recordId: door.recordIdOf(table, recordId), action, data: found.data }];
}

export const keptOf = async (
  { memory, inbox }: Pick<V6Database, 'memory' | 'inbox'>,
  siteId: string,
  { table, recordId }: Pick<LogEntry, 'table' | 'recordId'>,
): Promise<PushedRecord | MemoryRecord | undefined> =>
  (await memory.get(siteId, table, recordId)) ?? (await inbox.keptOne(siteId, table, recordId));

async function isSent(
  { log, door }: { log: V6Database['log']; door: Pick<Door, 'recordsOf'> },
  storeIds: readonly string[],
  recordId: string,
): Promise<boolean> {
  const records = door.recordsOf('asset', recordId);
  const places = storeIds.flatMap((storeId) => records.map((record) => ({ storeId, ...record })));
  return (await log.cursors(places)).some((cursor) => cursor !== undefined);
}
