/** The records within the border of the caller. Records outside it do not exist for them. */
import type { StaffUser } from '../database/port/registry-staff';
import type { CentralDatabase } from '../database/port/central-database';
import { borderOf, isRegionWithin, isSiteWithin, sitesWithin, type Border } from './border';
import type { CountryReader, KnownCountry } from './read-country';

export interface Within {
  border: Border;
  country: KnownCountry;
  hasRegion(id: string | undefined): boolean;
  hasSite(id: string): boolean;
  hasStore(id: string): Promise<boolean>;
  /** undefined: all sites of the country */
  sites(): string[] | undefined;
  /** undefined: all stores of the country */
  stores(): Promise<string[] | undefined>;
  /** The same, cut to a region and everything below it; nothing of a region that is not theirs. */
  narrowed(regionId: string | undefined): Pick<Within, 'sites' | 'stores'>;
}

export async function within(
  reader: Pick<CountryReader, 'now'>,
  { registry }: Pick<CentralDatabase, 'registry'>,
  { regionIds = [] }: Pick<StaffUser, 'regionIds'>,
): Promise<Within> {
  const country = await reader.now();
  const border = borderOf(country, regionIds);
  const hasSite = (id: string): boolean => border.whole || isSiteWithin(country, border, id);
  const cutTo = (cut: Border): Pick<Within, 'sites' | 'stores'> => ({
    sites: () => (cut.whole ? undefined : sitesWithin(country, cut)),
    stores: async () => (cut.whole ? undefined : registry.sites.storesOfSites(sitesWithin(country, cut))),
  });
  const narrowed = (regionId: string | undefined): Pick<Within, 'sites' | 'stores'> => {
    if (regionId === undefined) return cutTo(border);
    return isRegionWithin(border, regionId)
      ? cutTo(borderOf(country, [regionId]))
      : { sites: () => [], stores: () => Promise.resolve([]) };
  };
  return {
    border,
    country,
    hasRegion: (id) => isRegionWithin(border, id),
    hasSite,
    hasStore: async (id) => {
      if (border.whole) return true;
      const siteId = (await registry.sites.sitesOfStores([id])).get(id);
      return siteId !== undefined && hasSite(siteId);
    },
    ...cutTo(border),
    narrowed,
  };
}

/** The border of stores as it is asked for inside a transaction, where nothing else can be read; none around the whole country. */
export async function storesBorder(
  own: Pick<Within, 'stores'>,
): Promise<{ hasStore?: (id: string) => boolean }> {
  const within = await own.stores();
  const stores = within && new Set(within);
  return stores ? { hasStore: (id) => stores.has(id) } : {};
}
