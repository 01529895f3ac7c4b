/** Support staff signing in and out on the central server's own origin. */
import * as z from 'zod/mini';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

const session = z.object({
  user: z.object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    permissions: z.array(z.string()),
  }),
  deviceId: z.string(),
  clientId: z.number(),
});
export type Session = z.infer<typeof session>;

const path = '/api/session';

export const signIn = (
  central: Central,
  credentials: { username: string; password: string },
): Promise<Result<Session>> => call(central, { method: 'POST', path, body: credentials }, session);

export const signOut = (central: Central): Promise<Result<unknown>> =>
  call(central, { method: 'DELETE', path }, z.unknown());
