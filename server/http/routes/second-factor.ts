/** A second factor of one's own: begun with the password, in force once a code of it was typed. Another administrator can take it away. */
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { recoveryCodes, secondFactorBegun } from '#shared/api/second-factor';
import { attempt } from '../../auth/attempt';
import { guesserOf } from '../../auth/guesser';
import { verifyPassword } from '../../auth/password';
import { newRecoveryCodes, newSecondFactor, proves, recoveryHash, stepOf } from '../../auth/second-factor';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandSignedIn, demandStaff, type StaffCaller } from '../demand';
import { endSessionsOf } from '../end-sessions';
import { waitingOf } from '../../auth/hung-up';
import { tooManyTries } from '../msupply-site';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const password = z.object({ password: z.string().max(1000) });
const code = z.object({ code: z.string().trim().min(1).max(40) });
const refusals = { 401: error, 409: error, 429: error };

export function secondFactorRoutes(app: Api, services: Services): void {
  const { secondFactors } = services.database.registry;

  const beginning = { body: password, response: { 200: secondFactorBegun, ...refusals } };
  app.post('/api/me/second-factor', { schema: beginning }, async (request) => {
    const caller = await demandSignedIn(services, request);
    await demandPassword(services, caller, request, request.body.password);
    const made = newSecondFactor(services.identity.name, caller.user.username);
    if (!(await secondFactors.begin(caller.user.id, made.secret))) throw new ApiError('already-exists');
    return made;
  });

  const confirming = { body: code, response: { 200: recoveryCodes, ...refusals } };
  app.post('/api/me/second-factor/confirm', { schema: confirming }, async (request) => {
    const caller = await demandSignedIn(services, request);
    return { recoveryCodes: await confirm(services, caller, request, request.body.code) };
  });

  const leaving = {
    body: password.extend(code.partial().shape),
    response: { 204: z.null(), 404: error, ...refusals },
  };
  app.post('/api/me/second-factor/remove', { schema: leaving }, async (request, reply) => {
    const caller = await demandSignedIn(services, request);
    await demandPassword(services, caller, request, request.body.password);
    await demandCode(services, caller, request, request.body.code);
    if (!(await secondFactors.remove(caller.user.id))) throw new ApiError('not-found');
    await audit(services, caller, 'user.second-factor-off', caller.user.id);
    refresh(services, caller);
    return reply.status(204).send(null);
  });

  const resetting = {
    params: z.object({ id: z.string().max(64) }),
    response: { 204: z.null(), 403: error, 404: error },
  };
  app.delete('/api/users/:id/second-factor', { schema: resetting }, async (request, reply) => {
    const caller = await demandStaff(services, request, 'manage-users');
    const { id } = request.params;
    // one's own takes the password: a browser left open must not be enough
    if (id === caller.user.id) throw new ApiError('not-allowed');
    if (!(await secondFactors.remove(id))) throw new ApiError('not-found');
    await endSessionsOf(services, id);
    await audit(services, caller, 'user.second-factor-reset', id);
    return reply.status(204).send(null);
  });
}

/** The sockets of this session come back with the rights that waited, or without those that wait again. */
const refresh = ({ sync }: Services, { id }: StaffCaller): void => sync.refreshSession(id);

/** Guessing is as slow as at the door. */
async function guarded<T>(
  { tries }: Services,
  { user }: StaffCaller,
  request: FastifyRequest,
  work: () => Promise<T>,
): Promise<T> {
  const pair = `${guesserOf(request.ip)} ${user.username.toLowerCase()}`;
  const tried = await attempt(
    [[tries.signIn, pair]],
    work,
    (outcome) => 'error' in outcome && outcome.error instanceof ApiError && guesses.has(outcome.error.code),
    waitingOf(request),
  );
  if (!tried.ok) throw tooManyTries(tried.seconds);
  return tried.value;
}

const guesses = new Set<string>(['wrong-password', 'second-factor-wrong']);

const demandPassword = (
  services: Services,
  caller: StaffCaller,
  request: FastifyRequest,
  typed: string,
): Promise<void> =>
  guarded(services, caller, request, async () => {
    if (!(await verifyPassword(typed, caller.user.passwordHash)))
      throw new ApiError('wrong-password', { field: 'password' });
  });

/** Whoever has the password and a browser that was left open takes it away no more than they would come in. */
const demandCode = (
  services: Services,
  caller: StaffCaller,
  request: FastifyRequest,
  typed: string | undefined,
): Promise<void> =>
  guarded(services, caller, request, async () => {
    const { secondFactors } = services.database.registry;
    const { id, hasSecondFactor } = caller.user;
    if (hasSecondFactor !== true) return;
    if (typed === undefined || !(await proves(secondFactors, id, typed, services.now())))
      throw new ApiError('second-factor-wrong', { field: 'code' });
  });

const confirm = (
  services: Services,
  caller: StaffCaller,
  request: FastifyRequest,
  typed: string,
): Promise<string[]> =>
  guarded(services, caller, request, async () => {
    const { secondFactors } = services.database.registry;
    const begun = await secondFactors.of(caller.user.id);
    if (!begun) throw new ApiError('not-now');
    const step = stepOf(begun.secret, typed, services.now());
    if (step === undefined) throw new ApiError('second-factor-wrong', { field: 'code' });
    const codes = newRecoveryCodes();
    const at = new Date(services.now()).toISOString();
    const recoveryHashes = codes.map(recoveryHash);
    if (!(await secondFactors.confirm(caller.user.id, { step, at, recoveryHashes })))
      throw new ApiError('already-exists');
    await audit(services, caller, 'user.second-factor-on', caller.user.id);
    // whoever came in with the password alone is out
    await endSessionsOf(services, caller.user.id, caller.id);
    refresh(services, caller);
    return codes;
  });
