/** `/central/sync/…`: the calls of V6 sites. Errors are the wire's own, with status 200; only a download's are not. */
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { waitingOf } from '../../auth/hung-up';
import { DatabaseUnwritable } from '../../database/port/central-database';
import { FILE_BYTES } from '../files';
import type { KnownSite } from '../site/known-site';
import { toFailure } from '../site/refusals';
import type { V6 } from '../v6';
import { other, toBatch, V6Failure } from '../wire/answers';
import { readCall, readDownload, readPatientPull, readPull, type Credentials } from '../wire/requests';
import { described, describesOnly } from './described';
import { PushBodies } from './push-body';
import { pushRoute } from './push-route';
import { resumableRoutes } from './resumable-routes';
import { readUploadParts } from './upload-parts';

/** All but a push and a file are small. */
const CALL_BYTES = 64 * 1024;
const PARTS_BYTES = 64 * 1024;

/** `undefined`: this server serves no V6 sites. */
export async function wireRoutes(app: FastifyInstance, v6: V6 | undefined): Promise<void> {
  await app.register(
    async (scope) => {
      describesOnly(scope);
      scope.setErrorHandler((error: unknown, request, reply) => answerError(error, request, reply));
      await scope.register(multipart, {
        // some programs give the part of the file neither a name nor a type
        isPartAFile: (field, type, filename) =>
          field === 'file_part' || filename !== undefined || type === 'application/octet-stream',
        limits: { parts: 3, files: 2, fields: 2, fieldSize: PARTS_BYTES, fileSize: FILE_BYTES + 1 },
      });
      if (v6) await addRoutes(scope, v6);
      else
        scope.all('/*', { schema: { hide: true } }, () => {
          throw new V6Failure('notACentralServer');
        });
    },
    { prefix: '/central/sync' },
  );
  // a store asks here for a patient of another one
  app.post('/central/name-store-join', { schema: { hide: true } }, (_request, reply) =>
    reply.status(501).type('text/plain').send('This central server keeps no patients.'),
  );
}

async function addRoutes(scope: FastifyInstance, v6: V6): Promise<void> {
  const bodies = new PushBodies(v6.now);
  const demand = siteOf(v6, bodies);

  await pushRoute(scope, v6, bodies, demand);
  await resumableRoutes(scope, v6, demand, toV6Failure);

  scope.post('/pull', { bodyLimit: CALL_BYTES, schema: described.pull }, async (request) => {
    const asked = readPull(request.body);
    return { data: toBatch(await v6.pull(await demand(asked.syncV5Settings, request), asked)) };
  });

  // patients are no business of this server: there are none
  scope.post('/patient-pull', { bodyLimit: CALL_BYTES, schema: described.patientPull }, async (request) => {
    const { syncV5Settings, cursor } = readPatientPull(request.body);
    await demand(syncV5Settings, request);
    return { data: { end_cursor: cursor, total_records: 0, records: [], is_last_batch: true } };
  });

  scope.post('/site_status', { bodyLimit: CALL_BYTES, schema: described.siteStatus }, async (request) => {
    const site = await demand(readCall(request.body).syncV5Settings, request);
    return { data: { is_integrating: await v6.isIntegrating(site) } };
  });

  scope.put(
    '/upload_file',
    { bodyLimit: FILE_BYTES + PARTS_BYTES, schema: described.uploadFile },
    async (request) => {
      const { syncV5Settings, ...upload } = await readUploadParts(request);
      await v6.takeFile(await demand(syncV5Settings, request), upload);
      return { data: null };
    },
  );

  scope.post(
    '/download_file',
    { bodyLimit: CALL_BYTES, schema: described.downloadFile },
    async (request, reply) => {
      try {
        const asked = readDownload(request.body);
        const { name, mimeType, stream, bytes } = await v6.findFile(
          await demand(asked.syncV5Settings, request),
          asked,
        );
        return await reply
          .headers({
            'content-disposition': `inline; filename=${asFileName(name)}`,
            'content-length': bytes,
          })
          .type(asMimeType(mimeType))
          .send(stream);
      } catch (error) {
        return sendError(toV6Failure(error, request), reply, true);
      }
    },
  );
}

const siteOf =
  (v6: V6, bodies: PushBodies) =>
  async (who: Credentials, request: FastifyRequest): Promise<KnownSite> => {
    const checked = await v6.check(who, request.ip, waitingOf(request));
    if (!checked.ok) throw toFailure(checked.refusal);
    bodies.note(request.ip);
    await v6.note(checked.value, who);
    return checked.value;
  };

const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendError(toV6Failure(error, request), reply, request.url.includes('/download_file'));

/** `isBare`: with its own status, and nothing around it. */
function sendError({ error, status }: V6Failure, reply: FastifyReply, isBare: boolean): FastifyReply {
  return reply
    .status(isBare ? status : 200)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(isBare ? error : { error }));
}

function toV6Failure(error: unknown, request: FastifyRequest): V6Failure {
  if (error instanceof V6Failure) return error;
  if (error instanceof DatabaseUnwritable)
    return other('The central server cannot write to its disk at the moment. Try again later.', 503);
  const status = statusOf(error);
  if (status === 413) return other('The request is too large.', 413);
  if (status !== undefined && status < 500)
    return other(
      `The request cannot be read: ${error instanceof Error ? error.message : 'malformed'}.`,
      status,
    );
  request.log.error({ err: error }, 'V6 call failed');
  return other('Something went wrong on the central server.', 500);
}

function statusOf(error: unknown): number | undefined {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Quoted, and in plain letters: a name goes into a header. */
const asFileName = (name: string): string =>
  `"${name.replace(/["\\\r\n]/g, '_').replace(/[^\x20-\x7e]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`;

const asMimeType = (type: string): string =>
  /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream';
