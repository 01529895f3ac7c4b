/** The users of a piece of central data: asked for before it is renamed or retired. */
import * as z from 'zod';
import { usage, usedEntities } from '#shared/api/usage';
import { usageInFleet } from '../../fleet/usage';
import { demandSignedIn } from '../demand';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const querystring = z.object({ entity: z.enum(usedEntities), id: z.string().min(1).max(64) });

export function usageRoutes(app: Api, services: Services): void {
  const schema = { querystring, response: { 200: usage, 401: error, 403: error } };
  app.get('/api/usage', { schema }, async (request) => {
    await demandSignedIn(services, request);
    return usageInFleet(services.database, request.query);
  });
}
