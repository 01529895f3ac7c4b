/** The records that a change to central data would touch: the assets and logs that name it, and the sites that they are at. */
import type { CentralDatabase } from '../database/port/central-database';
import type { UsedBy } from '../database/port/rows';

export interface FleetUsage {
  assets: number;
  logs: number;
  sites: number;
}

export async function usageInFleet(
  { rows, registry }: Pick<CentralDatabase, 'rows' | 'registry'>,
  used: UsedBy,
): Promise<FleetUsage> {
  const { assets, logs, storeIds } = await rows.usage(used);
  const sites = await registry.sites.sitesOfStores(storeIds);
  return { assets, logs, sites: new Set(sites.values()).size };
}
