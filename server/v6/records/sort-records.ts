/** Sorts a push: records to be integrated, and records that are the site's memory. */
import { isJsonObject } from '#shared/json';
import type { MemoryRecord } from '../../database/port/v6-memory';
import type { PushedRecord } from '../../database/port/v6';
import { asUnreadable, NO_TABLE, UNREADABLE, type ReceivedRecord } from '../wire/received-record';
import { isCentralTable, isPushedTable } from './tables';

const FILES = 'sync_file_reference';
/** tables of which central knows the files */
const owners = ['asset', 'asset_log'];

/** The number of records that are remembered of a table, where they come without end. */
export const memoryBounds: Readonly<Record<string, number>> = { system_log: 500 };

export interface Sorted {
  inbox: PushedRecord[];
  memory: MemoryRecord[];
}

export function sortRecords(records: readonly ReceivedRecord[]): Sorted {
  const sorted: Sorted = { inbox: [], memory: [] };
  for (const record of records) {
    if (isMemory(record)) sorted.memory.push(record);
    else sorted.inbox.push(toPushed(record));
    // a deletion does not name the owner of the file
    if (record.table === FILES && record.action === 'Delete') sorted.memory.push(record);
  }
  return sorted;
}

/** One that cannot be read is nobody's business either, where its table is a site's own. */
function isMemory({ table, action, data }: ReceivedRecord): boolean {
  if (action === UNREADABLE) return table !== NO_TABLE && !isPushedTable(table) && !isCentralTable(table);
  if (table === FILES) return isJsonObject(data) && isOfOthers(data['table_name']);
  return !isPushedTable(table) && !isCentralTable(table);
}

/** True of the files of tables of which central knows nothing. */
export const isOfOthers = (owner: unknown): boolean =>
  typeof owner === 'string' && owner !== '' && !owners.includes(owner);

function toPushed(record: ReceivedRecord): PushedRecord {
  const { data, table, recordId, action } = record;
  if (data === null || isJsonObject(data)) return { table, recordId, action, data };
  const unreadable = asUnreadable({ record }, table, recordId);
  return { ...unreadable, data: isJsonObject(unreadable.data) ? unreadable.data : null };
}
