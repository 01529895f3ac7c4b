/** Requests of the older API, read at the rim. They carry no content type though they are JSON. */
import * as z from 'zod';
import type { MemoryRecord } from '../../database/port/v6-memory';
import { asUnreadable, isId, isTable, wellFormed } from './received-record';

const queued = z.object({ data: z.array(z.unknown()).max(20_000).nullish() });
const acknowledged = z.object({ syncIDs: z.array(z.string()).max(20_000) });
const signIn = z.object({ username: z.string().min(1).max(200), password: z.string().max(1000) });
const wholeNumber = z.coerce.number().int().nonnegative();
const page = z.object({ cursor: wholeNumber.default(0), limit: wholeNumber.min(1).default(500) });

const isDeletion = (action: string): boolean => action.toLowerCase() === 'delete';
const isAction = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 20 && !value.includes('\0');

/** What a site pushes: records that it is given back, and others that cannot be given back as they cannot be read. */
export interface Queued {
  records: MemoryRecord[];
  unreadable: MemoryRecord[];
}

/** Any record is taken: one that cannot be read must not hold up its batch, which the site would push for ever. */
export function readQueued(body: unknown): Queued | undefined {
  const read = queued.safeParse(body);
  if (!read.success) return undefined;
  const sorted: Queued = { records: [], unreadable: [] };
  for (const value of read.data.data ?? []) {
    const record = readRecord(value);
    if (record) sorted.records.push(record);
    // under an id of its own: another record of this table and id stays beside it
    else sorted.unreadable.push(asUnreadable(value, fieldsOf(value)['tableName'], undefined));
  }
  return sorted;
}

function readRecord(value: unknown): MemoryRecord | undefined {
  const { tableName: table, recordId, action, recordData } = fieldsOf(value);
  const data = wellFormed(recordData);
  if (!isTable(table) || !isId(recordId) || !isAction(action) || data === undefined) return undefined;
  return { table, recordId, action: isDeletion(action) ? 'Delete' : action, data };
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

export const readAcknowledged = (body: unknown): string[] | undefined =>
  acknowledged.safeParse(body).data?.syncIDs;
export const readSignIn = (body: unknown) => signIn.safeParse(body).data;
export const readPage = (query: unknown) => page.safeParse(query).data;
