/** Relays a question that a device may not ask the mSupply central server itself: the central server that serves its site. */
import * as z from 'zod';
import { relayedCentral } from '#shared/api/instance';
import { ApiError } from '../api-error';
import { credentialsOf, mSupplySite, toApiError } from '../msupply-site';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const asked = mSupplySite.extend({
  address: z.string().max(2000).meta({ description: 'Of the mSupply central server that is meant.' }),
});

export function mSupplyRoutes(app: Api, services: Services): void {
  const schema = {
    body: asked,
    response: { 200: relayedCentral, 401: error, 404: error, 409: error, 429: error, 502: error },
  };
  app.post('/api/msupply/site', { config: { for: 'anyone' }, schema }, async (request) => {
    const { address, ...site } = request.body;
    const relayed = await services.v6?.relay?.(address, credentialsOf(site), request.ip);
    if (!relayed) throw new ApiError('not-relayed');
    if (!relayed.ok) throw toApiError(relayed.refusal);
    return { centralUrl: relayed.centralUrl ?? null };
  });
}
