/** Requests of the older API, read at the rim. They carry no content type though they are JSON. */
import * as z from 'zod';
import type { MemoryRecord } from '../../database/port/v6-memory';
import type { Json } from '#shared/json';

const record = z.object({
  tableName: z.string().min(1).max(200),
  recordId: z.string().min(1).max(200),
  action: z.string().max(20),
  recordData: z.unknown(),
});
const queued = z.object({ data: z.array(record).max(20_000).default([]) });
const acknowledged = z.object({ syncIDs: z.array(z.string()).max(20_000) });
const signIn = z.object({ username: z.string().min(1).max(200), password: z.string().max(1000) });
const wholeNumber = z.coerce.number().int().nonnegative();
const page = z.object({ cursor: wholeNumber.default(0), limit: wholeNumber.min(1).default(500) });

const isDeletion = (action: string): boolean => action.toLowerCase() === 'delete';

export function readQueued(body: unknown): MemoryRecord[] | undefined {
  const read = queued.safeParse(body);
  return read.data?.data.map(({ tableName: table, recordId, action, recordData }) => {
    const data = (recordData ?? null) as Json; // it came out of JSON
    return { table, recordId, action: isDeletion(action) ? 'Delete' : action, data };
  });
}

export const readAcknowledged = (body: unknown): string[] | undefined =>
  acknowledged.safeParse(body).data?.syncIDs;
export const readSignIn = (body: unknown) => signIn.safeParse(body).data;
export const readPage = (query: unknown) => page.safeParse(query).data;
