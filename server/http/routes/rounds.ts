/** Finished rounds, for support staff: the assets expected, found, missing and unexpected at a store or at all stores of a site. */
import * as z from 'zod';
import { fleetRoundRows } from '#shared/api/fleet';
import type { Round } from '#shared/domain/round';
import { storesMeant } from '../../fleet/find-assets';
import { writersOf } from '../../fleet/writers';
import { ApiError } from '../api-error';
import { demandWithin } from '../demand';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const querystring = z.object({
  storeId: z.string().max(64).optional(),
  siteId: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export function roundRoutes(app: Api, services: Services): void {
  const { rows, registry } = services.database;
  const schema = { querystring, response: { 200: fleetRoundRows, 400: error, 401: error } };
  app.get('/api/rounds', { schema }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const { storeId, siteId, limit } = request.query;
    // rounds are looked at where they were held: those of a country are too many for one page
    if (storeId === undefined && siteId === undefined) throw new ApiError('bad-request', { field: 'siteId' });
    const { storeIds = [] } = await storesMeant(registry, { storeId, siteId }, await own.stores());
    const found = (await Promise.all(storeIds.map((id) => rows.roundsOf(id, limit)))).flat();
    const items = found.sort((a, b) => (a.finishedAt < b.finishedAt ? 1 : -1)).slice(0, limit);
    return {
      items: items.map((item) => ({ ...item })),
      assets: await numbersOf(services, items),
      writers: await writersOf(registry, items),
    };
  });
}

/** The numbers of assets that were missing or unexpected, by which people know them. */
async function numbersOf({ database }: Services, rounds: readonly Round[]) {
  const ids = [...new Set(rounds.flatMap(({ missing, unexpected }) => [...missing, ...unexpected]))];
  const assets = await database.rows.rows('asset', ids);
  return [...assets.values()].map(({ id, assetNumber }) => ({ id, assetNumber }));
}
