/** Signing in and out, for support staff. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { session } from '#shared/api/session';
import { clearSessionCookie, readCookies, setCookies } from '../../auth/cookies';
import type { Credentials, KnownBrowser, SignedIn } from '../../auth/staff-sessions';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandSignedIn } from '../demand';
import { endSessions } from '../end-sessions';
import { isNoCodeOfApp } from '../../auth/second-factor';
import { attempt, type Guard } from '../../auth/attempt';
import { guesserOf } from '../../auth/guesser';
import { waitingOf } from '../../auth/hung-up';
import { demandOwnOrigin, isOverTls } from '../own-origin';
import { tooManyTries } from '../msupply-site';
import { error } from '../schemas';
import { toSession } from '../session-answer';
import type { Api, Services } from '../services';

const credentials = z.object({
  username: z.string().trim().min(1).max(200),
  password: z.string().min(1).max(1000),
  secondFactor: z.string().trim().min(1).max(40).optional(),
});

export function sessionRoutes(app: Api, services: Services): void {
  const isSecure = (request: FastifyRequest): boolean => isOverTls(request, services.config.publicOrigin);

  const schema = { body: credentials, response: { 200: session, 401: error, 403: error, 429: error } };
  app.post('/api/session', { config: { for: 'anyone' }, schema }, async (request, reply) => {
    if (request.headers.origin !== undefined) demandOwnOrigin(request, services.config.publicOrigin);
    const { cookie, 'user-agent': agent } = request.headers;
    const browser = { ...readCookies(cookie), ...(agent !== undefined && { agent }) };
    const signedIn = await signIn(services, request, request.body, browser);
    setCookies(reply, signedIn, isSecure(request));
    return toSession(signedIn);
  });

  app.get('/api/session', { schema: { response: { 200: session, 401: error } } }, async (request) =>
    toSession(await demandSignedIn(services, request)),
  );

  app.delete(
    '/api/session',
    { schema: { response: { 204: z.null(), 401: error, 403: error } } },
    async (request, reply: FastifyReply) => {
      const caller = await demandSignedIn(services, request);
      await endSessions(services, [caller.id]);
      await audit(services, caller, 'session.sign-out', caller.user.id);
      clearSessionCookie(reply, isSecure(request));
      return reply.status(204).send();
    },
  );
}

/**
 * A name is guarded against one address, slowly against all addresses together, and everyone against an address that tries many names. A
 * browser in which somebody has signed in before is not slowed by the tries of others under a name: nobody can lock people out.
 */
async function signIn(
  services: Services,
  request: FastifyRequest,
  credentials: Credentials,
  browser: KnownBrowser,
): Promise<SignedIn> {
  const { tries, sessions } = services;
  const { ip: address } = request;
  const { username } = credentials;
  const name = username.toLowerCase();
  const guesser = guesserOf(address);
  const pair = `${guesser} ${name}`;
  const isKnown = await sessions.isKnown(username, browser);
  const ofName: Guard[] = isKnown ? [] : [[tries.name, name]];
  const tried = await attempt(
    [[tries.signIn, pair], ...ofName, [tries.address, guesser]],
    () => sessions.signIn(credentials, browser),
    (outcome) => 'value' in outcome && wrongIn(outcome.value) !== undefined,
    waitingOf(request),
  );
  if (!tried.ok) throw tooManyTries(tried.seconds);
  const result = tried.value;
  const wrong = wrongIn(result);
  if (wrong) {
    await noteFailure(services, address, username);
    throw new ApiError(wrong);
  }
  // no failed try: a person who knows the password is asked the second question
  if (!result.ok) throw new ApiError('second-factor');
  const signedIn = result.value;
  // a full disk must not keep people out
  await noteSignIn(services, signedIn, address, credentials).catch(() => undefined);
  return signedIn;
}

type Checked = Awaited<ReturnType<Services['sessions']['signIn']>>;

function wrongIn(result: Checked): 'wrong-password' | 'second-factor-wrong' | undefined {
  const code = result.ok ? undefined : result.issues[0].code;
  return code === 'wrong-password' || code === 'second-factor-wrong' ? code : undefined;
}

/** The owner of a list of codes that somebody else found sees that one is gone. */
async function noteSignIn(
  services: Services,
  signedIn: SignedIn,
  address: string,
  { secondFactor = '' }: Pick<Credentials, 'secondFactor'>,
): Promise<void> {
  const { id, hasSecondFactor } = signedIn.user;
  await audit(services, signedIn, 'session.sign-in', id, { address });
  if (hasSecondFactor === true && isNoCodeOfApp(secondFactor))
    await audit(services, signedIn, 'user.recovery-code', id, { address });
}

/** A name that nobody has is not kept: now and then it is a password that was typed into the wrong field. */
async function noteFailure(services: Services, address: string, username: string): Promise<void> {
  const user = await services.database.registry.staff.byName(username);
  const nobody = { user: { id: '' } };
  await audit(services, nobody, 'session.sign-in-failed', user?.id ?? '', { address }).catch(() => undefined);
}
