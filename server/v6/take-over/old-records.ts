/** A row of an Open mSupply server as the record that its sites push: columns get their names of the wire, texts of times their form. */
import type { JsonObject } from '#shared/json';
import type { OldRow, OldValue } from './old-central';

export interface OldRecord {
  tableName: 'asset' | 'asset_log' | 'sync_file_reference';
  recordId: string;
  action: 'Update';
  recordData: JsonObject;
}

/** Column → field, where they differ. */
const renamed: Readonly<Record<string, string>> = {
  asset_catalogue_item_id: 'catalogue_item_id',
  asset_catalogue_type_id: 'asset_type_id',
};
const flags = new Set(['needs_replacement']);
/** The fields of a file that a server keeps for itself. */
const own = new Set([
  'uploaded_bytes',
  'downloaded_bytes',
  'retries',
  'retry_at',
  'direction',
  'status',
  'error',
]);

const isTime = (column: string): boolean => column.endsWith('_datetime');

/** SQLite holds `2024-03-05 07:00:00.123`. */
const asTime = (value: OldValue): string | null =>
  typeof value === 'string' ? value.replace(' ', 'T').replace(/(Z|\+00(:?00)?)$/, '') : null;

/** Undefined where there is none, or none that can be read. */
export function instantIn(value: OldValue): string | undefined {
  const time = Date.parse(`${asTime(value) ?? ''}Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function valueOf(column: string, value: OldValue): JsonObject[string] {
  if (value === null || value === undefined) return null;
  if (isTime(column)) return asTime(value);
  if (flags.has(column)) return Boolean(value);
  return value;
}

export function toRecord(tableName: OldRecord['tableName'], row: OldRow): OldRecord {
  const isFile = tableName === 'sync_file_reference';
  const entries = Object.entries(row)
    .filter(([column]) => !(isFile && own.has(column)))
    .map(([column, value]) => [renamed[column] ?? column, valueOf(column, value)] as const);
  return {
    tableName,
    recordId: String(row['id']),
    action: 'Update',
    recordData: Object.fromEntries(entries),
  };
}
