/**
 * The records of a push. Any JSON is taken: a record that cannot be read must not hold up its batch, which the site would push for
 * ever. Such a one is kept as a text, and shown.
 */
import { createHash } from 'node:crypto';
import type { Json } from '#shared/json';

export interface WireRecord {
  table: string;
  recordId: string;
  action: string;
  data: Json;
}

/** The action of a record that could not be read; its data hold it as a text. */
export const UNREADABLE = 'Unreadable';

const actions: Readonly<Record<string, string>> = {
  insert: 'Insert',
  update: 'Update',
  delete: 'Delete',
  merge: 'Merge',
};

const TABLE_LENGTH = 100;
const ID_LENGTH = 200;

export const readRecords = (records: readonly unknown[]): WireRecord[] => records.map(readRecord);

function readRecord(value: unknown): WireRecord {
  const { tableName, recordId, action, recordData } = fieldsOf(fieldsOf(value)['record']);
  const known = typeof action === 'string' ? actions[action.toLowerCase()] : undefined;
  const data = wellFormed(recordData);
  if (!isText(tableName, TABLE_LENGTH) || !isText(recordId, ID_LENGTH) || !known || data === undefined)
    return asUnreadable(value, tableName, recordId);
  return { table: tableName, recordId, action: known, data };
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= most;

export function asUnreadable(value: unknown, table: unknown, id: unknown): WireRecord {
  const json = JSON.stringify(wellFormed(value) ?? 'nested too deep to be kept');
  return {
    table: isText(table, TABLE_LENGTH) ? table : 'unknown',
    recordId: isText(id, ID_LENGTH) ? id : createHash('sha256').update(json).digest('hex'),
    action: UNREADABLE,
    data: { json },
  };
}

const HALF_LETTER = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Half a letter, cut off by an older program, must not hold up a batch; nor must a zero with a sign. Undefined: nested too deep. */
function wellFormed(value: unknown): Json | undefined {
  try {
    return JSON.parse(JSON.stringify(value ?? null), (_key, entry: unknown) =>
      typeof entry === 'string' ? entry.replace(HALF_LETTER, '\uFFFD') : entry,
    ) as Json;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
