/** Which site a store is at. */
import type { Site } from '../../link/sites';

export interface StoreAtSite {
  store: Site['stores'][number];
  site: Site;
}

export const byStore = (sites: readonly Site[]): ReadonlyMap<string, StoreAtSite> =>
  new Map(sites.flatMap((site) => site.stores.map((store) => [store.id, { store, site }] as const)));
