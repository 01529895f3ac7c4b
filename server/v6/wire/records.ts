/**
 * The records of a push. Any JSON is taken: a record that cannot be read must not hold up its batch, which the site would push for
 * ever. Such a one is kept as a text, and shown.
 */
import { createHash } from 'node:crypto';
import type { PushedAt } from '../../database/port/v6-pushes';
import { asUnreadable, isId, isTable, wellFormed, type ReceivedRecord } from './received-record';

const actions: Readonly<Record<string, string>> = {
  insert: 'Insert',
  update: 'Update',
  delete: 'Delete',
  merge: 'Merge',
};

export const readRecords = (records: readonly unknown[]): ReceivedRecord[] => records.map(readRecord);

/** Records at their places in the site's own log, where they name these. */
export const placesOf = (records: readonly unknown[]): PushedAt[] =>
  records.flatMap((value) => {
    const { cursor, record } = fieldsOf(value);
    return Number.isSafeInteger(cursor) ? [{ place: cursor as number, digest: digestOf(record) }] : [];
  });

/** Half a digest tells one record from the next that stands at its place. */
function digestOf(record: unknown): string {
  const text = JSON.stringify(wellFormed(record) ?? null);
  return createHash('sha256').update(text).digest('base64').slice(0, 16);
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
