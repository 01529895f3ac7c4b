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
  'Content-Range',
];

/** A preflight carries no token, so its path identifies it; an actual call may also be identified by its token. */
const isOpenToAll = (request: Pick<FastifyRequest, 'url' | 'headers'>): boolean =>
  OPEN.test(pathOf(request.url)) || (request.headers.authorization?.startsWith('Bearer ') ?? false);

export async function allowCrossOrigin(app: FastifyInstance): Promise<void> {
  await app.register(cors, {
    strictPreflight: false,
    delegator: (request, done) => {
      done(null, {
        origin: isOpenToAll(request) ? '*' : false,
        credentials: false,
        methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
        exposedHeaders: EXPOSED,
        maxAge: 24 * 60 * 60,
      });
    },
  });
}
