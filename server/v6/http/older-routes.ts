/**
 * The calls of the older API that a site makes in each cycle, and the sign-in of its people, answered here where there is no mSupply
 * central server. Where there is one, sites have its address.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { waitingOf } from '../../auth/hung-up';
import type { OlderServer } from '../older/older-server';
import { refusedSignIn, signInTimeout } from '../older/signed-in';
import type { KnownSite } from '../site/known-site';
import { toV5Error } from '../site/refusals';
import { readAcknowledged, readPage, readQueued, readSignIn } from '../wire/older-requests';
import type { Credentials } from '../wire/requests';
import type { V6 } from '../v6';
import { credentialsOf } from './basic-credentials';
import { described, describesOnly } from './described';

const MIB = 1024 * 1024;
const SIGN_IN_BYTES = 16 * 1024;

export async function olderRoutes(app: FastifyInstance, v6: V6): Promise<void> {
  const { older } = v6;
  await app.register(async (scope) => {
    describesOnly(scope);
    readsAnything(scope);
    scope.setErrorHandler((error: unknown, request, reply) => answerError(error, request, reply));
    if (!older) return elsewhere(scope);
    syncRoutes(scope, v6, older);
    signInRoute(scope, older);
  });
}

/** Bodies are JSON, even where their header names another type. */
function readsAnything(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(null, undefined);
    }
  });
}

function syncRoutes(scope: FastifyInstance, v6: V6, older: OlderServer): void {
  const callers = new WeakMap<FastifyRequest, { site: KnownSite; who: Credentials }>();
  /** The caller is known before a body is read. */
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const who = credentialsOf(request);
    const checked = who && (await v6.check(who, request.ip, waitingOf(request)));
    if (!who || !checked?.ok) {
      const refusal = checked && !checked.ok ? checked.refusal : { why: 'wrong-password' as const };
      const { status, body } = toV5Error(refusal);
      return reply.status(status).send(body);
    }
    callers.set(request, { site: checked.value, who });
    await v6.note(checked.value, who);
    return undefined;
  };
  const callerOf = (request: FastifyRequest) => {
    const caller = callers.get(request);
    if (!caller) throw new Error('a call without a caller');
    return caller;
  };
  const siteOf = (request: FastifyRequest): KnownSite => callerOf(request).site;
  const hide = { onRequest, schema: described.older };

  scope.post('/sync/v5/initialise', hide, async (request) => {
    const { site, who } = callerOf(request);
    const queueLength = await older.initialise(site);
    await v6.note(site, who, { initialisation: 'started' });
    return { queueLength, data: [] };
  });
  scope.get('/sync/v5/site_status', hide, () => ({ code: 'idle', message: 'idle', data: null }));
  scope.get('/sync/v5/central_records', hide, async (request, reply) => {
    const asked = readPage(request.query);
    if (!asked) return unreadable(reply);
    return older.centralRecords(siteOf(request), asked.cursor, asked.limit);
  });
  scope.get('/sync/v5/queued_records', hide, async (request, reply) => {
    const asked = readPage(request.query);
    return asked ? older.queued(siteOf(request), asked.limit) : unreadable(reply);
  });
  scope.post('/sync/v5/queued_records', { ...hide, bodyLimit: 32 * MIB }, async (request, reply) => {
    const pushed = readQueued(request.body);
    if (!pushed) return unreadable(reply);
    await older.keep(siteOf(request), pushed);
    return { integrationStarted: true };
  });
  scope.post('/sync/v5/acknowledged_records', { ...hide, bodyLimit: 4 * MIB }, async (request, reply) => {
    const ids = readAcknowledged(request.body);
    if (!ids) return unreadable(reply);
    await older.taken(siteOf(request), ids);
    return reply.status(204).send();
  });
  // a store that looks for a patient of another one: this server keeps none
  const ofPatients = { ...hide, config: { for: 'anyone' as const } };
  scope.get('/api/v4/patient', ofPatients, () => []);
  scope.post('/api/v4/name_store_join', ofPatients, (_request, reply) =>
    reply.status(501).send(error('server_unavailable', NO_PATIENTS)),
  );
}

const NO_PATIENTS = 'This central server keeps no patients.';

function signInRoute(scope: FastifyInstance, older: OlderServer): void {
  const options = {
    schema: described.signIn,
    bodyLimit: SIGN_IN_BYTES,
    config: { for: 'anyone' as const },
  };
  scope.post('/api/v4/login', options, async (request, reply) => {
    const asked = readSignIn(request.body);
    if (!asked) return reply.status(401).send(refusedSignIn);
    const answer = await older.signIn(asked, request.ip, waitingOf(request));
    if (answer.ok) return answer.value;
    if (answer.seconds !== undefined) return reply.status(403).send(signInTimeout(answer.seconds));
    return reply.status(401).send(refusedSignIn);
  });
}

/** A site that was given this server's address in place of mSupply central's. */
function elsewhere(scope: FastifyInstance): void {
  const said = error(
    'server_unavailable',
    'This central server has an mSupply central server beside it. Give the site the address of that one.',
  );
  const answer = (_request: FastifyRequest, reply: FastifyReply) => reply.status(501).send(said);
  for (const call of [
    'initialise',
    'site_status',
    'central_records',
    'queued_records',
    'acknowledged_records',
  ])
    scope.all(`/sync/v5/${call}`, { schema: { hide: true } }, answer);
  scope.post('/api/v4/login', { schema: { hide: true }, config: { for: 'anyone' } }, answer);
}

const error = (code: string, message: string) => ({ error: { code, message, data: null } });

const unreadable = (reply: FastifyReply): FastifyReply =>
  reply.status(400).send(error('request_unreadable', 'The request cannot be read.'));

function answerError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status =
    typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown ? thrown.statusCode : undefined;
  if (status === 413) return reply.status(413).send(error('request_too_large', 'The request is too large.'));
  if (typeof status === 'number' && status < 500) return unreadable(reply.status(status));
  request.log.error({ err: thrown }, 'a call of the older API failed');
  return reply
    .status(503)
    .send(error('server_unavailable', 'The central server is busy or cannot write. Try again later.'));
}
