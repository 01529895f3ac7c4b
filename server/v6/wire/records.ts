/**
 * The records of a push. Any JSON is taken: a record that cannot be read must not hold up its batch, which the site would push for
 * ever. Such a one is kept as a text, and shown.
 */
import { asUnreadable, isId, isTable, wellFormed, type ReceivedRecord } from './received-record';

const actions: Readonly<Record<string, string>> = {
  insert: 'Insert',
  update: 'Update',
  delete: 'Delete',
  merge: 'Merge',
};

export const readRecords = (records: readonly unknown[]): ReceivedRecord[] => records.map(readRecord);

/** The places of records in the site's own log; undefined where they name none. */
export function placeOf(records: readonly unknown[]): { first: number; last: number } | undefined {
  const places = records.map((record) => fieldsOf(record)['cursor']).filter(Number.isSafeInteger) as number[];
  if (places.length === 0) return undefined;
  const least = places.reduce((a, b) => Math.min(a, b));
  return { first: least, last: places.reduce((a, b) => Math.max(a, b)) };
}

function readRecord(value: unknown): ReceivedRecord {
  const { tableName, recordId, action, recordData } = fieldsOf(fieldsOf(value)['record']);
  const known = typeof action === 'string' ? actions[action.toLowerCase()] : undefined;
  const data = wellFormed(recordData);
  if (!isTable(tableName) || !isId(recordId) || !known || data === undefined)
    return asUnreadable(value, tableName, recordId);
  return { table: tableName, recordId, action: known, data };
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
