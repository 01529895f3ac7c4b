/** The open sessions of staff: seen, and ended from afar. And one's own password. */
import { attempt } from '../../auth/attempt';
import { guesserOf } from '../../auth/guesser';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { sessionList, type SessionList } from '#shared/api/user';
import { awaitsOwnPassword } from '../../auth/first-password';
import { hashPassword, verifyPassword } from '../../auth/password';
import type { SessionRecord } from '../../database/port/registry-staff';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandSignedIn, demandStaff, type StaffCaller } from '../demand';
import { endSessions, endSessionsOf } from '../end-sessions';
import { waitingOf } from '../../auth/hung-up';
import { tooManyTries } from '../msupply-site';
import { error } from '../schemas';
import type { Api, Services } from '../services';
import { demandLength } from './users';

const byId = z.object({ id: z.string().max(64) });
const passwords = z.object({ oldPassword: z.string().max(1000), newPassword: z.string().max(1000) });

export function sessionsRoutes(app: Api, services: Services): void {
  const { staff } = services.database.registry;

  app.get('/api/sessions', { schema: { response: { 200: sessionList, 401: error } } }, async (request) => {
    const caller = await demandSignedIn(services, request);
    return answer(services, caller, await staff.sessionsOf(caller.user.id));
  });

  const ofUser = { params: byId, response: { 200: sessionList, 403: error, 404: error } };
  app.get('/api/users/:id/sessions', { schema: ofUser }, async (request) => {
    const caller = await demandStaff(services, request, 'manage-users');
    const { id } = request.params;
    if (!(await staff.get(id))) throw new ApiError('not-found');
    return answer(services, caller, await staff.sessionsOf(id));
  });

  const ending = { params: byId, response: { 204: z.null(), 404: error } };
  app.delete('/api/sessions/:id', { schema: ending }, async (request, reply) => {
    const caller = await demandSignedIn(services, request);
    const found = await staff.sessionById(request.params.id);
    const isOwn = found?.user.id === caller.user.id;
    // a caller must not learn that another person has such a session
    if (!found || !(isOwn || caller.user.permissions.includes('manage-users')))
      throw new ApiError('not-found');
    await endSessions(services, [found.id]);
    await audit(services, caller, 'session.revoke', found.user.id);
    return reply.status(204).send(null);
  });

  const changing = {
    body: passwords,
    response: { 204: z.null(), 400: error, 401: error, 429: error },
  };
  app.post('/api/me/password', { schema: changing }, async (request, reply) => {
    const caller = await demandSignedIn(services, request);
    await changePassword(services, caller, request, request.body);
    return reply.status(204).send(null);
  });
}

/** Guessing the old one is as slow as at the door. The other sessions end: people who knew the old password are out. */
async function changePassword(
  services: Services,
  caller: StaffCaller,
  request: FastifyRequest,
  { oldPassword, newPassword }: z.infer<typeof passwords>,
): Promise<void> {
  const { user } = caller;
  const pair = `${guesserOf(request.ip)} ${user.username.toLowerCase()}`;
  const tried = await attempt(
    [[services.tries.signIn, pair]],
    () => verifyPassword(oldPassword, user.passwordHash),
    (outcome) => 'value' in outcome && !outcome.value,
    waitingOf(request),
  );
  if (!tried.ok) throw tooManyTries(tried.seconds);
  if (!tried.value) throw new ApiError('wrong-password', { field: 'oldPassword' });
  demandLength(newPassword, 'newPassword');
  // one that lay on paper is no password of their own
  if (awaitsOwnPassword(user) && newPassword.normalize('NFKC') === oldPassword.normalize('NFKC'))
    throw new ApiError('same-password', { field: 'newPassword' });
  const { staff } = services.database.registry;
  // an administrator may set another while this one is hashed: theirs stays, and this caller is out
  if (!(await staff.replacePassword(user.id, user.passwordHash, await hashPassword(newPassword))))
    throw new ApiError('wrong-password', { field: 'oldPassword' });
  await endSessionsOf(services, user.id, caller.id);
  services.sync.refreshSession(caller.id);
  await audit(services, caller, 'user.own-password', user.id);
}

const answer = (
  { sessions }: Services,
  caller: StaffCaller,
  open: readonly SessionRecord[],
): SessionList => ({
  items: open
    .filter((one) => sessions.isAlive(one))
    .map(({ id, agent, createdAt, seenAt }) => ({
      id,
      agent,
      createdAt,
      seenAt,
      current: id === caller.id,
    })),
});
