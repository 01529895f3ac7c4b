/** The record of what staff did. */
import * as z from 'zod/mini';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

const act = z.object({
  id: z.string(),
  at: z.string(),
  /** empty when nobody was signed in */
  userId: z.string(),
  userName: z.optional(z.string()),
  action: z.string(),
  subject: z.string(),
  subjectName: z.optional(z.string()),
  /** edits that were made together */
  count: z.number(),
  details: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
});
export type Act = z.infer<typeof act>;

const page = z.object({ items: z.array(act), nextCursor: z.optional(z.string()) });

export interface AuditQuery {
  userId?: string;
  kind?: string;
  /** instants */
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
}

export const listActs = (central: Central, query: AuditQuery = {}): Promise<Result<z.infer<typeof page>>> =>
  call(central, { path: '/api/audit', query: { ...query } }, page);
