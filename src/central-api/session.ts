/** Support staff signing in and out on the central server's own origin. */
import { nothing } from '#shared/api/nothing';
import { session, type Session } from '#shared/api/session';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

const path = '/api/session';

export const signIn = (
  central: Central,
  credentials: { username: string; password: string; secondFactor?: string },
): Promise<Result<Session>> => call(central, { method: 'POST', path, body: credentials }, session);

/** The member of staff who is signed in here, with the present rights. */
export const getSession = (central: Central): Promise<Result<Session>> => call(central, { path }, session);

export const signOut = (central: Central): Promise<Result<unknown>> =>
  call(central, { method: 'DELETE', path }, nothing);
