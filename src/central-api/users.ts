/** The members of support staff, their rights, their sessions and passwords. */
import { nothing } from '#shared/api/nothing';
import {
  firstPasswordList,
  member,
  memberList,
  sessionList,
  type FirstPassword,
  type Member,
  type MemberList,
  type SessionList,
} from '#shared/api/user';
import {
  recoveryCodes,
  secondFactorBegun,
  type RecoveryCodes,
  type SecondFactorBegun,
} from '#shared/api/second-factor';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export interface NewUser {
  username: string;
  displayName: string;
  /** '': none; they sign in by the provider alone */
  password: string;
  permissions: string[];
  /** in which the rights hold; none: the whole country */
  regionIds?: string[];
  /** by which the sign-in provider says them; '': none */
  providerName?: string;
}

interface UserEdit {
  displayName?: string;
  permissions?: string[];
  regionIds?: string[];
  disabled?: boolean;
  providerName?: string;
}

const OWN_FACTOR = '/api/me/second-factor';

const pathOf = (id: string): string => `/api/users/${encodeURIComponent(id)}`;

export const listUsers = (central: Central): Promise<Result<MemberList>> =>
  call(central, { path: '/api/users' }, memberList);

export const addUser = (central: Central, body: NewUser): Promise<Result<Member>> =>
  call(central, { method: 'POST', path: '/api/users', body }, member);

export const editUser = (central: Central, id: string, body: UserEdit): Promise<Result<Member>> =>
  call(central, { method: 'PATCH', path: pathOf(id), body }, member);

export const setPassword = (central: Central, id: string, password: string): Promise<Result<unknown>> =>
  call(central, { method: 'POST', path: `${pathOf(id)}/password`, body: { password } }, nothing);

/** Each takes the server a while, and an answer that is not waited for is lost, milliseconds. */
const PASSWORDS_PATIENCE = 3 * 60_000;

/** For people who never chose a password: returned once. Whoever has one by now is passed over. */
export const makeFirstPasswords = (
  central: Central,
  ids: string[],
): Promise<Result<{ items: FirstPassword[] }>> =>
  call(
    central,
    {
      method: 'POST',
      path: '/api/users/first-passwords',
      body: { ids },
      patience: PASSWORDS_PATIENCE,
    },
    firstPasswordList,
  );

/** One's own. */
export const changePassword = (
  central: Central,
  body: { oldPassword: string; newPassword: string },
): Promise<Result<unknown>> => call(central, { method: 'POST', path: '/api/me/password', body }, nothing);

/** Begins to set up one's own second factor. */
export const beginSecondFactor = (central: Central, password: string): Promise<Result<SecondFactorBegun>> =>
  call(central, { method: 'POST', path: OWN_FACTOR, body: { password } }, secondFactorBegun);

export const confirmSecondFactor = (central: Central, code: string): Promise<Result<RecoveryCodes>> =>
  call(central, { method: 'POST', path: `${OWN_FACTOR}/confirm`, body: { code } }, recoveryCodes);

export const removeSecondFactor = (
  central: Central,
  body: { password: string; code: string },
): Promise<Result<unknown>> => call(central, { method: 'POST', path: `${OWN_FACTOR}/remove`, body }, nothing);

/** For another person, who has lost theirs. */
export const resetSecondFactor = (central: Central, id: string): Promise<Result<unknown>> =>
  call(central, { method: 'DELETE', path: `${pathOf(id)}/second-factor` }, nothing);

/** The open sessions of a user, or one's own. */
export const listSessions = (central: Central, userId?: string): Promise<Result<SessionList>> =>
  call(central, { path: userId === undefined ? '/api/sessions' : `${pathOf(userId)}/sessions` }, sessionList);

export const endSession = (central: Central, id: string): Promise<Result<unknown>> =>
  call(central, { method: 'DELETE', path: `/api/sessions/${encodeURIComponent(id)}` }, nothing);
