/** Uploads by tus: rights to send a file, and the answers. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Metadata } from '@tus/server';
import { may } from '#shared/domain/rights';
import { devicePeer } from '../../auth/peers';
import { arriving, readOff } from '../../files/arriving-body';
import { tusRequest } from '../../files/tus-request';
import type { Sender, UploadRecord } from '../../files/uploads';
import { readMetadata } from '../../files/upload-metadata';
import { within } from '../../country/within';
import { ApiError } from '../api-error';
import { demandTaker } from '../demand';
import { ownOrigin } from '../own-origin';
import type { Services } from '../services';
import { tusFailure } from './upload-failures';

const config = { for: 'devices and staff' } as const;
const schema = { hide: true };
const TUS = '1.0.0';

export async function uploadRoutes(app: FastifyInstance, services: Services): Promise<void> {
  await app.register(async (scope) => {
    scope.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) =>
      done(null, arriving(payload)),
    );
    scope.addHook('onResponse', async ({ raw, body }) => readOff(raw, body));

    scope.post('/api/files', { config, schema }, async (request, reply) => {
      const answer = await passOn(services, request);
      const id = answer.headers.get('location')?.split('/').at(-1) ?? '';
      const upload = answer.status === 201 ? await services.uploads.find(id) : undefined;
      if (upload && services.uploads.isComplete(upload)) {
        // the bytes are here already: a sender that looks need not send them
        await services.files.renew(upload.sha256);
        answer.headers.set('upload-offset', String(upload.size));
      }
      if (upload) answer.headers.set('location', `${reachedAs(services, request)}/api/files/uploads/${id}`);
      return send(reply, answer, announcedIn(request));
    });

    scope.head('/api/files/uploads/:id', { config, schema }, async (request, reply) => {
      const { size, offset } = await ownUpload(services, request);
      return reply
        .headers({
          'tus-resumable': TUS,
          'upload-offset': offset,
          'upload-length': size,
          'cache-control': 'no-store',
        })
        .send();
    });

    scope.patch('/api/files/uploads/:id', { config, schema }, async (request, reply) => {
      const upload = await ownUpload(services, request);
      const said = request.headers['upload-offset'];
      if (services.uploads.isComplete(upload) && said === String(upload.size))
        return reply.status(204).headers({ 'tus-resumable': TUS, 'upload-offset': upload.size }).send();
      return send(reply, await passOn(services, request), upload.sha256);
    });
  });
}

async function passOn(services: Services, request: FastifyRequest): Promise<Response> {
  const sender = await senderOf(services, request);
  return services.uploads.take(tusRequest(request), sender);
}

/**
 * A device sends for the stores of its site, and for those it has lost: files that it made there are still to come. Staff send for any
 * store.
 */
async function senderOf(services: Services, request: FastifyRequest): Promise<Sender> {
  const caller = await demandTaker(services, request);
  const { registry } = services.database;
  if (caller.kind === 'staff') {
    const own = await within(services.country, services.database, caller.user);
    return {
      id: caller.deviceId,
      mayWrite: async (storeId) =>
        may(caller.user.permissions, 'record-status') &&
        (await own.hasStore(storeId)) &&
        (await registry.sites.sitesOfStores([storeId])).has(storeId),
    };
  }
  const { activeStores, formerStores } = await devicePeer(services.database, caller.device);
  return {
    id: caller.device.id,
    mayWrite: async (storeId) => activeStores.includes(storeId) || formerStores.includes(storeId),
  };
}

/** Strangers' uploads are no more than not found. */
async function ownUpload(services: Services, request: FastifyRequest): Promise<UploadRecord> {
  const { mayWrite } = await senderOf(services, request);
  const { id } = request.params as { id: string }; // the route has it
  const upload = await services.uploads.find(id);
  if (!upload) throw new ApiError('not-found', undefined, { 'tus-resumable': TUS });
  if (!(await mayWrite(upload.storeId))) throw new ApiError('not-allowed');
  return upload;
}

/** As the sender itself reached this server, which a sender can always reach again. */
function reachedAs({ config: { publicOrigin } }: Services, request: FastifyRequest): string {
  const isPublic = publicOrigin !== undefined && new URL(publicOrigin).host === request.host;
  return isPublic ? publicOrigin : ownOrigin(request, undefined);
}

/** The hash of the file that a call announces, as its sender wrote it; undefined where it cannot be read. */
function announcedIn({ headers }: FastifyRequest): string | undefined {
  try {
    return readMetadata(Metadata.parse(String(headers['upload-metadata'])))?.sha256;
  } catch {
    return undefined;
  }
}

/** `sha256`: of the file that the call is about. */
async function send(reply: FastifyReply, answer: Response, sha256?: string): Promise<FastifyReply> {
  const headers = [...answer.headers].filter(([name]) => /^(tus-|upload-|location$)/.test(name));
  reply.status(answer.status).headers(Object.fromEntries(headers));
  if (answer.status < 400) return reply.send();
  return reply
    .type('application/json; charset=utf-8')
    .send(tusFailure(answer.status, await answer.text(), sha256));
}
