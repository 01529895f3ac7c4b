/** What central says of the documents this device may read, and a fresh client id after a refusal. */
import * as z from 'zod/mini';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

const document = z.object({
  name: z.string(),
  seq: z.number(),
  changes: z.number(),
  bytes: z.optional(z.number()),
});
export type CentralDocument = z.infer<typeof document>;

const freshId = z.object({ clientId: z.int().check(z.positive()) });

export const listDocuments = (central: Central): Promise<Result<CentralDocument[]>> =>
  call(central, { path: '/api/documents' }, z.array(document));

export const freshClientId = (central: Central): Promise<Result<{ clientId: number }>> =>
  call(central, { method: 'POST', path: '/api/devices/me/client-id', body: {} }, freshId);
