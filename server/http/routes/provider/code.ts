/** The second factor of one's own, asked for after the provider's word: guessing its codes is as slow as at the other door. */
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { session } from '#shared/api/session';
import { attempt } from '../../../auth/attempt';
import { clearCarried, readCarried, setCookies } from '../../../auth/cookies';
import { guesserOf } from '../../../auth/guesser';
import { waitingOf } from '../../../auth/hung-up';
import { isNoCodeOfApp } from '../../../auth/second-factor';
import type { SignedIn } from '../../../auth/staff-sessions';
import { ApiError } from '../../api-error';
import { audit } from '../../audit';
import { tooManyTries } from '../../msupply-site';
import { demandOwnOrigin, isOverTls } from '../../own-origin';
import { error } from '../../schemas';
import { toSession } from '../../session-answer';
import type { Api, Services } from '../../services';
import { noteProviderSignIn, noteStranger } from './notes';

const body = z.object({ secondFactor: z.string().trim().min(1).max(40) });

export function providerCodeRoute(app: Api, services: Services): void {
  const schema = {
    description: 'The code of one’s own second factor, after the provider’s page.',
    body,
    response: { 200: session, 401: error, 403: error, 404: error, 429: error },
  };
  app.post('/api/session/oidc/code', { config: { for: 'anyone' }, schema }, async (request, reply) => {
    if (!services.provider) throw new ApiError('not-found');
    demandOwnOrigin(request, services.config.publicOrigin);
    const waits = await services.provider.waitedForCode(readCarried(request.headers.cookie));
    if (!waits) throw new ApiError('not-signed-in');
    const { secondFactor } = request.body;
    const signedIn = await enter(services, request, { ...waits, secondFactor });
    const isSecure = isOverTls(request, services.config.publicOrigin);
    clearCarried(reply, isSecure);
    setCookies(reply, signedIn, isSecure);
    await noteProviderSignIn(services, signedIn, request.ip);
    if (isNoCodeOfApp(secondFactor))
      await audit(services, signedIn, 'user.recovery-code', signedIn.user.id, { address: request.ip }).catch(
        () => undefined,
      );
    return toSession(signedIn);
  });
}

async function enter(
  services: Services,
  request: FastifyRequest,
  {
    userId,
    secondFactor,
    browser,
  }: { userId: string; secondFactor: string; browser: { sessionToken?: string; browserToken?: string } },
): Promise<SignedIn> {
  const { tries, sessions } = services;
  const guesser = guesserOf(request.ip);
  const { 'user-agent': agent } = request.headers;
  const tried = await attempt(
    [
      [tries.signIn, `${guesser} ${userId}`],
      [tries.name, userId],
      [tries.address, guesser],
    ],
    () => sessions.enter(userId, secondFactor, { ...browser, ...(agent !== undefined && { agent }) }),
    (outcome) => 'value' in outcome && !outcome.value.ok,
    waitingOf(request),
  );
  if (!tried.ok) throw tooManyTries(tried.seconds);
  if (tried.value.ok) return tried.value.value;
  await noteStranger(services, request.ip, userId);
  throw new ApiError(
    tried.value.issues[0].code === 'second-factor-wrong' ? 'second-factor-wrong' : 'not-signed-in',
  );
}
