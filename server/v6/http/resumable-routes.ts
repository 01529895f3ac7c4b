/** `/central/sync/files`: files that sites send in pieces (tus 1.0, creation). Answers have their own status, and no envelope. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { arriving, readOff } from '../../files/arriving-body';
import { tusRequest } from '../../files/tus-request';
import type { KnownSite } from '../site/known-site';
import type { Call } from '../sent-in-pieces';
import type { V6 } from '../v6';
import { V6Failure } from '../wire/answers';
import type { Credentials } from '../wire/requests';
import { demandFileId, readAnnounced, TUS_VERSION } from '../wire/resumable';

const schema = { hide: true };
const METADATA = 'upload-metadata';
const tus = { 'tus-resumable': TUS_VERSION };

export async function resumableRoutes(
  scope: FastifyInstance,
  v6: V6,
  demand: (who: Credentials, request: FastifyRequest) => Promise<KnownSite>,
  toFailure: (error: unknown, request: FastifyRequest) => V6Failure,
): Promise<void> {
  await scope.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser('*', (_request, payload, done) => done(null, arriving(payload)));
    files.addHook('onResponse', async ({ raw, body }) => readOff(raw, body));
    files.setErrorHandler((error: unknown, request, reply) => {
      const { error: why, status } = toFailure(error, request);
      return reply.status(status).headers(tus).type('application/json').send(JSON.stringify(why));
    });

    files.post('/files', { schema }, async (request, reply) => {
      const call = await announced(request, '');
      return send(reply, await v6.pieces.take(tusRequest(request, METADATA), call));
    });

    files.head('/files/:id', { schema }, async (request, reply) => {
      const { offset, length } = await v6.pieces.standing(await announced(request, idIn(request)));
      return reply
        .headers({ ...tus, 'upload-offset': offset, 'upload-length': length, 'cache-control': 'no-store' })
        .send();
    });

    files.patch('/files/:id', { schema }, async (request, reply) => {
      const call = await announced(request, idIn(request));
      return send(reply, await v6.pieces.take(tusRequest(request, METADATA), call));
    });
  });

  /** The caller is known before anything is looked for. */
  async function announced(request: FastifyRequest, id: string): Promise<Call> {
    const { who, fileId, ownerTable } = readAnnounced(request.headers);
    const site = await demand(who, request).catch(asStranger);
    return { site, file: { ownerTable, fileId: demandFileId(id || fileId) } };
  }
}

/** A site takes 409 for a file that was announced before. */
function asStranger(error: unknown): never {
  throw error instanceof V6Failure && error.status === 409 ? new V6Failure(error.error, 401) : error;
}

const idIn = ({ params }: FastifyRequest): string => (params as { id: string }).id; // the route has it

/** Headers that the library adds for browsers are none of a site's business. */
const told = ['tus-resumable', 'upload-offset', 'location'];

const send = (reply: FastifyReply, { status, headers }: Response): FastifyReply =>
  reply
    .status(status)
    .headers(Object.fromEntries([...headers].filter(([name]) => told.includes(name))))
    .send();
