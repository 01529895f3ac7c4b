/** The fleet: the assets of all sites, for support staff. */
import * as z from 'zod';
import {
  fleetAssetRow,
  fleetAssetRowPage,
  fleetLogRows,
  fleetProblemRowPage,
  fleetSummary,
  type FleetSummary,
} from '#shared/api/fleet';
import type { Within } from '../../country/within';
import { findAssets, storesMeant, withSite } from '../../fleet/find-assets';
import { problemsWithin } from '../../fleet/problems-within';
import { writersOf } from '../../fleet/writers';
import { ApiError } from '../api-error';
import { demandAsset } from '../asset-of';
import { demandWithin } from '../demand';
import { assetQuery, places } from '../fleet-query';
import { cursor, limit } from '../paging';
import { error } from '../schemas';
import type { Api, Services } from '../services';
import { withDevices } from '../site-answers';

const byId = z.object({ id: z.string().max(64) });

export function fleetRoutes(app: Api, services: Services): void {
  const { rows, registry } = services.database;

  app.get(
    '/api/assets',
    { schema: { querystring: assetQuery, response: { 200: fleetAssetRowPage, 401: error } } },
    async (request) => {
      const { own } = await demandWithin(services, request, 'read-fleet');
      return findAssets(
        services.database,
        request.query,
        await own.narrowed(request.query.regionId).stores(),
      );
    },
  );

  app.get(
    '/api/assets/:id',
    { schema: { params: byId, response: { 200: fleetAssetRow, 404: error } } },
    async (request) => {
      const { own } = await demandWithin(services, request, 'read-fleet');
      const found = await demandAsset(services, own, request.params.id);
      const [item] = await withSite(registry, [found], own);
      if (!item) throw new ApiError('not-found');
      return item;
    },
  );

  const logs = { params: byId, response: { 200: fleetLogRows, 404: error } };
  app.get('/api/assets/:id/logs', { schema: logs }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    await demandAsset(services, own, request.params.id);
    const items = await rows.logsOf(request.params.id);
    return { items, writers: await writersOf(registry, items) };
  });

  const problems = {
    querystring: z.object({ ...places, limit, cursor }),
    response: { 200: fleetProblemRowPage, 401: error },
  };
  app.get('/api/problems', { schema: problems }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const { limit: size, cursor: from } = request.query;
    const stores = await storesMeant(
      registry,
      request.query,
      await own.narrowed(request.query.regionId).stores(),
    );
    const found = await rows.problems({ limit: size, ...stores, ...(from && { cursor: from }) });
    const within = await problemsWithin(services.database, own, found);
    return { ...within, items: within.items.map((item) => ({ ...item })) };
  });

  app.get(
    '/api/fleet/summary',
    { schema: { response: { 200: fleetSummary, 401: error } } },
    async (request) => {
      const { own } = await demandWithin(services, request, 'read-fleet');
      return summarise(services, own);
    },
  );
}

/** The numbers of a front page: assets by kind and status, faults, and the sites that were silent longest. */
async function summarise(services: Services, own: Within): Promise<FleetSummary> {
  const { rows, registry } = services.database;
  await services.contacts.write();
  const [storeIds, siteIds] = [await own.stores(), own.sites()];
  const byStatus = await rows.countByStatus(storeIds);
  const problems = await rows.problems({ limit: 1, ...(storeIds && { storeIds }) });
  const silent = await registry.sites.page({ limit: 5, sort: 'lastContact', ...(siteIds && { siteIds }) });
  const total = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  return {
    assets: { total, byStatus },
    problems: problems.total,
    sites: silent.total,
    silent: await withDevices(services, silent.sites),
  };
}
