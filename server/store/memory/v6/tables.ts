/** The tables of V6 in memory. */
import type { EntityRef, NewChange } from '../../port';
import type { BaseFields, InboxRow, KeptFor, RecordPlace, V6Site } from '../../v6-port';
import type { MemoryDatabase } from '../database';

export interface SiteEntry {
  site: Omit<V6Site, 'hardwareId'>;
  hardwareId?: string | undefined;
  isIntegrating: boolean;
  /** how many numbers were taken */
  numbers: number;
  /** the stores it was served last */
  served?: readonly string[];
  /** the greatest cursor it was given */
  given?: number;
}

export interface InboxEntry {
  row: Omit<InboxRow, 'plan'>;
  plan?: InboxRow['plan'];
  /** undefined: it waits to be integrated */
  kept?: KeptFor;
}

export interface BaseEntry {
  siteId: string;
  assetId: string;
  fields?: BaseFields;
  sent?: { fields: BaseFields; cursor: number };
}

export interface LogRow extends RecordPlace, EntityRef {
  cursor: number;
  firstCursor: number;
  hadBy: string;
}

export interface ContentEntry {
  sha256: string;
  bytes: number;
  siteId: string;
}

export const v6TablesOf = (memory: MemoryDatabase) => ({
  sites: memory.table<string, SiteEntry>('v6_sites'),
  inbox: memory.table<number, InboxEntry>('v6_inbox'),
  /** `<site id>\n<asset id>` */
  bases: memory.table<string, BaseEntry>('v6_bases'),
  /** by `placeKey` */
  log: memory.table<string, LogRow>('v6_log'),
  contents: memory.table<string, ContentEntry>('v6_contents'),
  changes: memory.table<number, NewChange>('changes'),
  meta: memory.table<string, string>('meta'),
});

export type V6Tables = ReturnType<typeof v6TablesOf>;

export const placeKey = ({ storeId, table, recordId }: RecordPlace): string =>
  [storeId, table, recordId].join('\n');

/** A number kept under `key`; 0 while nothing is. */
export const counted = ({ meta }: V6Tables, key: string): number => Number(meta.get(key) ?? 0);

/** The next number of a count. */
export function next(tables: V6Tables, key: string): number {
  const number = counted(tables, key) + 1;
  tables.meta.set(key, String(number));
  return number;
}
