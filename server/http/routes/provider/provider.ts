/**
 * Signing in by the programme's provider: to its page, and back from it. Both are steps of a browser from page to page, so that every answer,
 * a refusal too, is an address of ours that says nothing but how it went; the code that the provider sends stays in no history.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { attempt } from '../../../auth/attempt';
import { clearCarried, readCarried, readCookies, setCarried, setCookies } from '../../../auth/cookies';
import { guesserOf } from '../../../auth/guesser';
import { waitingOf } from '../../../auth/hung-up';
import type { ProviderDoor } from '../../../auth/provider/door';
import { ProviderError } from '../../../auth/provider/provider';
import type { KnownBrowser } from '../../../auth/staff-sessions';
import type { StaffUser } from '../../../database/port/registry-staff';
import type { ProviderOutcome } from '#shared/api/provider';
import { ApiError } from '../../api-error';
import { isOverTls, ownOrigin } from '../../own-origin';
import { error } from '../../schemas';
import type { Api, Services } from '../../services';
import { noteBinding, noteProviderSignIn, noteStranger } from './notes';

const BACK = '/api/session/oidc/back';

const leaving = {
  description: 'To the page of the programme’s sign-in provider. 404 where none is set.',
  response: {
    302: z.null().meta({ description: 'The provider’s page, or the sign-in page with the reason.' }),
    404: error,
  },
};
const returning = {
  description: 'From the provider’s page: opens the session of the account that is theirs.',
  querystring: z.object({
    code: z.string().max(4000).optional(),
    state: z.string().max(1000).optional(),
    iss: z.string().max(1000).optional(),
    error: z.string().max(1000).optional(),
  }),
  response: { 302: z.null().meta({ description: 'The sign-in page, with how it went.' }), 404: error },
};

export function providerRoutes(app: Api, services: Services): void {
  const doorOf = (): ProviderDoor => {
    if (!services.provider) throw new ApiError('not-found');
    return services.provider;
  };
  const isSecure = (request: FastifyRequest): boolean => isOverTls(request, services.config.publicOrigin);
  const open = { config: { for: 'anyone' as const }, exposeHeadRoute: false };

  app.get('/api/session/oidc', { ...open, schema: leaving }, async (request, reply) => {
    const door = doorOf();
    // another site's page may not sign anybody in here: its visit would come without the cookies that name this browser
    if (request.headers['sec-fetch-site'] === 'cross-site') return toSignIn(reply);
    const back = `${ownOrigin(request, services.config.publicOrigin)}${BACK}`;
    try {
      const { address, carried } = await door.leave(back, readCookies(request.headers.cookie));
      setCarried(reply, carried, isSecure(request));
      return await reply.redirect(address, 302);
    } catch (failure) {
      return toSignIn(reply, outcomeOf(request, failure));
    }
  });

  app.get(BACK, { ...open, schema: returning }, async (request, reply) => {
    const door = doorOf();
    const carried = await door.carriedBack(readCarried(request.headers.cookie));
    clearCarried(reply, isSecure(request));
    if (!carried) return toSignIn(reply, 'failed');
    const { search } = new URL(request.originalUrl, 'http://own');
    const found = await tryToFind(services, request, () => door.accountOf(carried.sent, search));
    if (typeof found === 'string') return toSignIn(reply, found);
    if (found.isFirst) await noteBinding(services, found.user);
    const { browser } = carried;
    const outcome = await letIn(services, request, reply, { door, user: found.user, browser });
    return toSignIn(reply, outcome);
  });

  async function letIn(
    { sessions }: Services,
    request: FastifyRequest,
    reply: FastifyReply,
    { door, user, browser }: { door: ProviderDoor; user: StaffUser; browser: KnownBrowser },
  ): Promise<ProviderOutcome> {
    const { 'user-agent': agent } = request.headers;
    const entered = await sessions.enter(user.id, undefined, {
      ...browser,
      ...(agent !== undefined && { agent }),
    });
    if (entered.ok) {
      setCookies(reply, entered.value, isSecure(request));
      await noteProviderSignIn(services, entered.value, request.ip);
      return 'done';
    }
    if (entered.issues[0].code === 'second-factor' && user.provider) {
      setCarried(reply, await door.waitForCode(user.provider, browser), isSecure(request));
      return 'code';
    }
    await noteStranger(services, request.ip, user.id);
    return 'unknown';
  }
}

const toSignIn = (reply: FastifyReply, outcome?: ProviderOutcome): FastifyReply =>
  reply.redirect(outcome === undefined ? '/sign-in' : `/sign-in?provider=${outcome}`, 302);

type Found = NonNullable<Awaited<ReturnType<ProviderDoor['accountOf']>>>;

/** Whoever comes back with what proves nobody, or with nobody's account, counts as one who guesses; a provider that is away is nobody's fault. */
async function tryToFind(
  services: Services,
  request: FastifyRequest,
  find: () => ReturnType<ProviderDoor['accountOf']>,
): Promise<Found | ProviderOutcome> {
  const { ip: address } = request;
  try {
    const tried = await attempt(
      [[services.tries.address, guesserOf(address)]],
      find,
      (outcome) => ('value' in outcome ? outcome.value === undefined : isRefusal(outcome.error)),
      waitingOf(request),
    );
    if (!tried.ok) return 'wait';
    if (tried.value) return tried.value;
    await noteStranger(services, address);
    return 'unknown';
  } catch (failure) {
    return outcomeOf(request, failure);
  }
}

const isRefusal = (failure: unknown): boolean =>
  failure instanceof ProviderError && failure.code === 'not-vouched';

/** The log says why, by the codes of the library and of the provider: no value that either sent. */
function outcomeOf({ log }: FastifyRequest, failure: unknown): ProviderOutcome {
  if (!(failure instanceof ProviderError)) throw failure;
  log.warn({ why: failure.why() }, failure.message);
  return failure.code === 'away' ? 'away' : 'failed';
}
