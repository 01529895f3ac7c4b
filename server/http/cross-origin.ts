/** The calls that another origin may make: those of a device and of one that is about to become one. Never with credentials. */
import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from '../log';

const OPEN =
  /^(\/api\/(health|instance|join|msupply\/site|documents|devices\/me(\/client-id)?|files)|\/sync\/v5\/site)(\/|$)/;
const EXPOSED = [
  'Date',
  'Retry-After',
  'Location',
  'Upload-Offset',
  'Upload-Length',
  'Upload-Expires',
  'Tus-Resumable',
  'Tus-Version',
  'Tus-Extension',
  'Content-Range',
];

/** A preflight carries no token, so its path identifies it; an actual call may also be identified by its token. */
const isOpenToAll = (request: Pick<FastifyRequest, 'url' | 'headers'>): boolean =>
  OPEN.test(pathOf(request.url)) || (request.headers.authorization?.startsWith('Bearer ') ?? false);

/** What this server says of tus to whoever asks before an upload. */
const TUS = {
  'tus-resumable': '1.0.0',
  'tus-version': '1.0.0',
  'tus-extension': 'creation,creation-with-upload',
};
const isOfFiles = ({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): boolean =>
  method === 'OPTIONS' && /^\/api\/files(\/|$)/.test(pathOf(url));

export async function allowCrossOrigin(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    if (isOfFiles(request)) reply.headers(TUS);
  });
  await app.register(cors, {
    delegator: (request, done) => {
      done(null, {
        origin: isOpenToAll(request) ? '*' : false,
        credentials: false,
        strictPreflight: false,
        methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
        exposedHeaders: EXPOSED,
        maxAge: 24 * 60 * 60,
      });
    },
  });
}
