/** Serves the app: files with a hash in their name for ever, all others checked again each time; any page address gets the one page. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { pathOf } from '../log';
import { notFound } from './errors';

/** As the build names them: `assets/index-B7d9xQ2k.js`. */
const HASHED = /[\\/]assets[\\/][^\\/]+-[\w-]{8}\.\w+(\.(br|gz))?$/;
const NOT_A_PAGE =
  /^\/(api|sync|central|metrics)(\/|$)|\.(js|mjs|css|map|json|webmanifest|wasm|png|svg|ico|jpg|webp|woff2?|txt|xml)$/;
/** The page of the app that has the address of the sockets' folder. */
const SYNC_PAGE = /^\/sync\/?$/;

export async function serveApp(app: FastifyInstance, clientDir: string | undefined): Promise<void> {
  if (clientDir === undefined || !existsSync(join(clientDir, 'index.html'))) {
    app.setNotFoundHandler(notFound);
    return;
  }
  await app.register(fastifyStatic, {
    root: clientDir,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.setHeader(
        'cache-control',
        HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request.url);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isPage = isRead && (SYNC_PAGE.test(path) || !NOT_A_PAGE.test(path));
    return isPage ? reply.sendFile('index.html') : notFound(request, reply);
  });
}
