/** `push`: the one call with a large body. Its sender is found in its bytes and checked before anything of it is read. */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { KnownSite } from '../site/known-site';
import type { V6 } from '../v6';
import { other } from '../wire/answers';
import { findCredentials } from '../wire/find-credentials';
import { readPush, type Credentials } from '../wire/requests';
import { described } from './described';
import type { Body, PushBodies } from './push-body';

/** A body of this size is read at once, so that the answer can name its fault. */
const SMALL_BYTES = 64 * 1024;

export async function pushRoute(
  scope: FastifyInstance,
  v6: V6,
  bodies: PushBodies,
  demand: (who: Credentials, request: FastifyRequest) => Promise<KnownSite>,
): Promise<void> {
  await scope.register(async (pushes) => {
    pushes.removeAllContentTypeParsers();
    pushes.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    pushes.post('/push', { schema: described.push }, (request) => {
      const declared = Number(request.headers['content-length']);
      const stream = request.body as Readable;
      const size = Number.isNaN(declared) ? undefined : declared;
      return bodies.with(request.ip, stream, size, (body) => take(body, request));
    });
  });

  async function take(body: Body, request: FastifyRequest) {
    const found = body.isWhole && body.bytes.length <= SMALL_BYTES ? undefined : findCredentials(body.bytes);
    if (!found && !(body.isWhole && body.bytes.length <= SMALL_BYTES))
      throw other('The request cannot be read: it does not say which site sends it.');
    const early = found && (await demand(found, request));
    if (!body.isWhole)
      throw other('The request is too large for an address that was not known yet. Try again now.', 413);
    const { syncV5Settings, records, isLast } = readPush(parse(body.bytes));
    if (found && !isSame(found, syncV5Settings)) throw other('The request names two sites.');
    const site = early ?? (await demand(syncV5Settings, request));
    return { data: { records_pushed: await v6.push(site, syncV5Settings, records, isLast) } };
  }
}

const isSame = (a: Credentials, b: Credentials): boolean =>
  a.username === b.username && a.passwordSha256 === b.passwordSha256 && a.siteUuid === b.siteUuid;

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    throw other('The request cannot be read: it is no JSON.');
  }
}
