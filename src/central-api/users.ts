/** The members of support staff, their rights, their sessions and passwords. */
import * as z from 'zod/mini';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

const user = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  permissions: z.array(z.string()),
  disabledAt: z.optional(z.string()),
  lastSignIn: z.optional(z.string()),
});
export type User = z.infer<typeof user>;

const users = z.object({ items: z.array(user) });

const session = z.object({
  id: z.string(),
  agent: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  current: z.boolean(),
});
export type OpenSession = z.infer<typeof session>;

const sessions = z.object({ items: z.array(session) });

export interface NewUser {
  username: string;
  displayName: string;
  password: string;
  permissions: string[];
}

export interface UserEdit {
  displayName?: string;
  permissions?: string[];
  disabled?: boolean;
}

const pathOf = (id: string): string => `/api/users/${encodeURIComponent(id)}`;

export const listUsers = (central: Central): Promise<Result<z.infer<typeof users>>> =>
  call(central, { path: '/api/users' }, users);

export const addUser = (central: Central, body: NewUser): Promise<Result<User>> =>
  call(central, { method: 'POST', path: '/api/users', body }, user);

export const editUser = (central: Central, id: string, body: UserEdit): Promise<Result<User>> =>
  call(central, { method: 'PATCH', path: pathOf(id), body }, user);

export const setPassword = (central: Central, id: string, password: string): Promise<Result<unknown>> =>
  call(central, { method: 'POST', path: `${pathOf(id)}/password`, body: { password } }, z.unknown());

/** One's own. */
export const changePassword = (
  central: Central,
  body: { oldPassword: string; newPassword: string },
): Promise<Result<unknown>> => call(central, { method: 'POST', path: '/api/me/password', body }, z.unknown());

/** The open sessions of a user, or one's own. */
export const listSessions = (central: Central, userId?: string): Promise<Result<z.infer<typeof sessions>>> =>
  call(central, { path: userId === undefined ? '/api/sessions' : `${pathOf(userId)}/sessions` }, sessions);

export const endSession = (central: Central, id: string): Promise<Result<unknown>> =>
  call(central, { method: 'DELETE', path: `/api/sessions/${encodeURIComponent(id)}` }, z.unknown());
