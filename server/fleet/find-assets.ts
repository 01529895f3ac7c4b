/** The fleet as staff search it: by store, by site, by status, by words; each asset with the site it is at. */
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { Store } from '../store/port';
import type { Registry } from '../store/registry-port';
import type { AssetItem, AssetSort, Page } from '../store/row-port';

export interface FleetQuery {
  storeId?: string | undefined;
  siteId?: string | undefined;
  status?: readonly FunctionalStatus[] | undefined;
  q?: string | undefined;
  sort?: AssetSort | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** `problems` holds the codes of what is open; the whole of each is in the list of problems. */
export type FleetItem = Omit<AssetItem, 'problems'> & { siteId?: string; problems: string[] };

export async function findAssets(
  { rows, registry }: Pick<Store, 'rows' | 'registry'>,
  query: FleetQuery,
): Promise<Page<FleetItem>> {
  const { status, q, sort, limit, cursor } = query;
  const page = await rows.assets({
    limit,
    ...(await storesMeant(registry, query)),
    ...(status && { statuses: status }),
    ...(q && { q }),
    ...(sort && { sort }),
    ...(cursor && { cursor }),
  });
  return { ...page, items: await withSite(registry, page.items) };
}

/** The stores that a query names by itself or by their site; all when it names neither. */
export async function storesMeant(
  registry: Registry,
  { storeId, siteId }: Pick<FleetQuery, 'storeId' | 'siteId'>,
): Promise<{ storeIds?: string[] }> {
  if (siteId === undefined) return storeId === undefined ? {} : { storeIds: [storeId] };
  const ofSite = (await registry.sites.get(siteId))?.stores.map((store) => store.id) ?? [];
  return { storeIds: storeId === undefined ? ofSite : ofSite.filter((id) => id === storeId) };
}

export async function withSite(registry: Registry, assets: readonly AssetItem[]): Promise<FleetItem[]> {
  const siteOf = await registry.sites.sitesOfStores([...new Set(assets.map((asset) => asset.storeId))]);
  return assets.map((asset) => {
    const siteId = siteOf.get(asset.storeId);
    const problems = [...new Set(asset.problems.map((problem) => problem.code))];
    return { ...asset, problems, ...(siteId !== undefined && { siteId }) };
  });
}
