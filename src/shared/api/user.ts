/** The members of support staff, and their open sessions. */
import * as z from 'zod/mini';

/**
 * `permissions`: the rights that the member has; a newer central server may name some that this app does not know.
 * `regionIds`: the regions in which they hold; absent: the whole country.
 * `password`: `first`: they must choose one of their own, and all rights wait for it;
 * `none`: they have none yet; `over`: the one that they were given is good no more (of members only). Of a session `none` says that its person
 * signs in by the provider alone, and has no password to change; such a member is listed with `own`, since nothing is lacking.
 * `secondFactor`: whether signing in asks for a code. Needed, and not there: all rights wait for it, and none are named.
 */
export const user = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  permissions: z.array(z.string()),
  regionIds: z.optional(z.array(z.string())),
  secondFactor: z.optional(z.enum(['on', 'off', 'needed'])),
  password: z.optional(z.enum(['own', 'first', 'none', 'over'])),
});

/** `providerName`: by which the sign-in provider says them the first time; `providerBound`: since they came by it. */
export const member = z.extend(user, {
  disabledAt: z.optional(z.string()),
  lastSignIn: z.optional(z.string()),
  providerName: z.optional(z.string()),
  providerBound: z.optional(z.boolean()),
});
export type Member = z.infer<typeof member>;

/** Shown once: central keeps the hash of the password only. `until`: instant. */
export const firstPasswordList = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      username: z.string(),
      displayName: z.string(),
      password: z.string(),
      until: z.string(),
    }),
  ),
});
export type FirstPassword = z.infer<typeof firstPasswordList>['items'][number];

export const memberList = z.object({ items: z.array(member) });
export type MemberList = z.infer<typeof memberList>;

/** `agent`: the browser's own description. `current`: the session in which this is asked. */
export const openSession = z.object({
  id: z.string(),
  agent: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  current: z.boolean(),
});
export type OpenSession = z.infer<typeof openSession>;

export const sessionList = z.object({ items: z.array(openSession) });
export type SessionList = z.infer<typeof sessionList>;
