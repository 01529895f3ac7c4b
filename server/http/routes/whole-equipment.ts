/** Equipment whole, for staff who work on it as a site does: one asset with those that it may be confused with, or a store's, page by page. */
import * as z from 'zod';
import { heldEquipment } from '#shared/api/held';
import type { AssetItem } from '../../database/port/rows';
import type { Within } from '../../country/within';
import { wholeEquipment } from '../../fleet/whole-equipment';
import { ApiError } from '../api-error';
import { demandAsset } from '../asset-of';
import { demandWithin } from '../demand';
import { cursor } from '../paging';
import { error } from '../schemas';
import type { Api, Services } from '../services';

/** Assets of a store in one answer: with their history some hundred kilobytes. */
const AT_A_TIME = 100;
const byId = z.object({ id: z.string().max(64) });

export function wholeEquipmentRoutes(app: Api, services: Services): void {
  const { database } = services;
  const { rows } = database;

  const ofAsset = { params: byId, response: { 200: heldEquipment, 401: error, 404: error } };
  app.get('/api/assets/:id/changes', { schema: ofAsset }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const asset = await demandAsset(services, own, request.params.id);
    const alike = await alikeOf(services, own, asset);
    const storeIds = [...new Set([asset, ...alike].map(({ storeId }) => storeId))];
    return wholeEquipment(
      services,
      [asset, ...alike].map(({ id }) => id),
      storeIds,
    );
  });

  const ofStore = {
    params: byId,
    querystring: z.object({ cursor }),
    response: { 200: heldEquipment, 401: error, 404: error },
  };
  app.get('/api/stores/:id/changes', { schema: ofStore }, async (request) => {
    const { own } = await demandWithin(services, request, 'read-fleet');
    const { id } = request.params;
    const isThere = (await database.registry.sites.sitesOfStores([id])).has(id);
    if (!isThere || !(await own.hasStore(id))) throw new ApiError('not-found');
    const { cursor: from } = request.query;
    const page = await rows.assets({
      storeIds: [id],
      includeDeleted: true,
      limit: AT_A_TIME,
      ...(from && { cursor: from }),
    });
    const whole = await wholeEquipment(
      services,
      page.items.map((asset) => asset.id),
      [id],
    );
    return { ...whole, ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) };
  });
}

/** The records of its store with its number, the one that is most likely the same piece, and the one that it is merged into. */
async function alikeOf(
  { database: { rows } }: Services,
  own: Within,
  asset: AssetItem,
): Promise<AssetItem[]> {
  const { storeId, assetNumber } = asset;
  const numbered =
    assetNumber === '' ? undefined : await rows.assets({ storeIds: [storeId], q: assetNumber, limit: 20 });
  const others = [
    asset.problems.find(({ code }) => code === 'same-piece')?.data?.['otherId'],
    asset.mergedInto,
  ];
  const named: AssetItem[] = [];
  for (const id of others) {
    const other = typeof id === 'string' ? await rows.asset(id) : undefined;
    if (other && (await own.hasStore(other.storeId))) named.push(other);
  }
  const sameNumber = (numbered?.items ?? []).filter((other) => other.assetNumber === assetNumber);
  const found = new Map([...sameNumber, ...named].map((other) => [other.id, other]));
  found.delete(asset.id);
  return [...found.values()];
}
