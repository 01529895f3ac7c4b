/** Who calls is settled before anything of the call is read: how a body is judged is no business of a stranger's. */
import type { FastifyInstance } from 'fastify';
import { demandSignedIn, demandTaker } from './demand';
import type { Services } from './services';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** may call it; staff alone unless a route says more */
    for?: 'anyone' | 'devices and staff';
  }
}

export function turnStrangersAway(app: FastifyInstance, services: Services): void {
  app.addHook('onRequest', async (request) => {
    const { config, url } = request.routeOptions;
    if (request.method === 'OPTIONS' || config.for === 'anyone' || url?.startsWith('/api/') !== true) return;
    const demand = config.for === 'devices and staff' ? demandTaker : demandSignedIn;
    await demand(services, request);
  });
}
