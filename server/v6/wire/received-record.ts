/** A record as a site sent it, out of its envelope. One that cannot be read is kept as a text, with everything else that is kept. */
import { createHash } from 'node:crypto';
import type { Json } from '#shared/json';
import { UNREADABLE } from '../../database/port/v6-memory';

export interface ReceivedRecord {
  table: string;
  recordId: string;
  action: string;
  data: Json;
}

/** The action of a record that could not be read; its data hold it as a text. */
export { UNREADABLE };

/** The table of a record that names none. */
export const NO_TABLE = 'unknown';

const TABLE_LENGTH = 100;
const ID_LENGTH = 200;

/** The letter 0 cannot stand in a column of PostgreSQL. */
const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= most && !value.includes('\0');
export const isTable = (value: unknown): value is string => isText(value, TABLE_LENGTH);
export const isId = (value: unknown): value is string => isText(value, ID_LENGTH);

export function asUnreadable(value: unknown, table: unknown, id: unknown): ReceivedRecord {
  const json = JSON.stringify(wellFormed(value) ?? 'nested too deep to be kept');
  return {
    table: isTable(table) ? table : NO_TABLE,
    recordId: isId(id) ? id : createHash('sha256').update(json).digest('hex'),
    action: UNREADABLE,
    data: { json },
  };
}

const HALF_LETTER = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Half a letter, cut off by an older program, must not hold up a batch; nor must a zero with a sign. Undefined: nested too deep. */
export function wellFormed(value: unknown): Json | undefined {
  try {
    return JSON.parse(JSON.stringify(value ?? null), (_key, entry: unknown) =>
      typeof entry === 'string' ? entry.replace(HALF_LETTER, '\uFFFD') : entry,
    ) as Json;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
