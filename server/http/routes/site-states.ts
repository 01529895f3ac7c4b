/** The number of sites in each state, for the chips over the list of sites. */
import * as z from 'zod';
import { siteCounts } from '#shared/api/site';
import { SILENT_DAYS } from '#shared/domain/site-state';
import { countStates } from '../../fleet/find-sites';
import { demandWithin } from '../demand';
import { error } from '../schemas';
import type { Api, Services } from '../services';
import { knownWithin } from '../sites-by-state';

const query = z.object({
  q: z.string().max(200).optional(),
  regionId: z.string().max(64).optional(),
  silentDays: z.coerce.number().int().min(1).max(1000).default(SILENT_DAYS),
});

export function siteStateRoutes(app: Api, services: Services): void {
  const schema = { querystring: query, response: { 200: siteCounts, 401: error } };
  app.get('/api/sites/states', { schema }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const known = await knownWithin(services, own.narrowed(request.query.regionId).sites());
    return countStates(known, { ...request.query, now: services.now() });
  });
}
