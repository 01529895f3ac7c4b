/** `/central/sync/files`: files that sites send in pieces (tus 1.0, creation). Answers have their own status, and no envelope. */
import type { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { arriving, readOff } from '../../files/arriving-body';
import type { KnownSite } from '../site/known-site';
import type { V6 } from '../v6';
import { other, V6Failure } from '../wire/answers';
import type { Credentials } from '../wire/requests';
import { demandFileId, PIECE_TYPE, readAnnounced, readBytes, TUS_VERSION } from '../wire/resumable';

const schema = { hide: true };
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
      const { site, ...file } = await announced(request, '');
      await v6.pieces.begin(site, file, readBytes(request.headers, 'upload-length'));
      const location = `/central/sync/files/${encodeURIComponent(file.fileId)}`;
      return reply
        .status(201)
        .headers({ ...tus, location })
        .send();
    });

    files.head('/files/:id', { schema }, async (request, reply) => {
      const { site, fileId } = await announced(request, idIn(request));
      const { offset, length } = await v6.pieces.standing(site, fileId);
      return reply
        .headers({ ...tus, 'upload-offset': offset, 'upload-length': length, 'cache-control': 'no-store' })
        .send();
    });

    files.patch('/files/:id', { schema }, async (request, reply) => {
      if (request.headers['content-type'] !== PIECE_TYPE) throw other('A piece has another type.', 415);
      const { site, ...file } = await announced(request, idIn(request));
      const bytes = request.body as PassThrough;
      const offset = readBytes(request.headers, 'upload-offset');
      return taken(reply, await v6.pieces.add(site, file, { offset, bytes }));
    });
  });

  /** The caller is known before anything is looked for. */
  async function announced(request: FastifyRequest, id: string) {
    const { who, fileId, ownerTable } = readAnnounced(request.headers);
    const site = await demand(who, request).catch(asStranger);
    return { site, ownerTable, fileId: demandFileId(id || fileId) };
  }
}

/** A site takes 409 for a file that was announced before. */
function asStranger(error: unknown): never {
  throw error instanceof V6Failure && error.status === 409 ? new V6Failure(error.error, 401) : error;
}

const idIn = ({ params }: FastifyRequest): string => (params as { id: string }).id; // the route has it

const taken = (reply: FastifyReply, offset: number): FastifyReply =>
  reply
    .status(204)
    .headers({ ...tus, 'upload-offset': offset })
    .send();
