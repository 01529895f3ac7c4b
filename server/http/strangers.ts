/** The caller is settled before anything of the call is read: the judgement of a body is no business of a stranger's. */
import type { FastifyInstance } from 'fastify';
import { demandSignedIn, demandTaker } from './demand';
import type { Services } from './services';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** the callers allowed; staff alone unless a route widens it */
    for?: 'anyone' | 'devices and staff';
  }
}

/** Bytes of a body that are read of a caller who has not shown who they are. */
export const STRANGERS_BODY = 64 * 1024;

/** Open mSupply sites show who they are within the body: their door looks after itself (server/v6/http). */
const ownDoor = /^\/(central|sync)\//;

export function turnStrangersAway(app: FastifyInstance, services: Services): void {
  app.addHook('onRoute', ({ url, bodyLimit = 0, config }) => {
    const isOpen = config?.for === 'anyone' || !url.startsWith('/api/');
    if (isOpen && bodyLimit > STRANGERS_BODY && !ownDoor.test(url))
      throw new Error(`${url} would read ${bodyLimit} bytes of anyone`);
  });
  app.addHook('onRequest', async (request) => {
    const { config, url } = request.routeOptions;
    if (request.method === 'OPTIONS' || config.for === 'anyone' || url?.startsWith('/api/') !== true) return;
    const demand = config.for === 'devices and staff' ? demandTaker : demandSignedIn;
    await demand(services, request);
  });
}
