/** What a change to central data would touch: the assets and logs that name it, and the sites that they are at. */
import type { Store } from '../store/port';
import type { UsedBy } from '../store/row-port';

export interface FleetUsage {
  assets: number;
  logs: number;
  sites: number;
}

export async function usageInFleet(
  { rows, registry }: Pick<Store, 'rows' | 'registry'>,
  used: UsedBy,
): Promise<FleetUsage> {
  const { assets, logs, storeIds } = await rows.usage(used);
  const sites = await registry.sites.sitesOfStores(storeIds);
  return { assets, logs, sites: new Set(sites.values()).size };
}
