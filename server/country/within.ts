/** What lies within the border of who asks. Whatever does not is, for them, not there. */
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
}

export async function within(
  reader: CountryReader,
  { registry }: Pick<CentralDatabase, 'registry'>,
  { regionIds = [] }: Pick<StaffUser, 'regionIds'>,
): Promise<Within> {
  const country = await reader.now();
  const border = borderOf(country, regionIds);
  const hasSite = (id: string): boolean => border.whole || isSiteWithin(country, border, id);
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
    sites: () => (border.whole ? undefined : sitesWithin(country, border)),
    stores: async () =>
      border.whole ? undefined : registry.sites.storesOfSites(sitesWithin(country, border)),
  };
}
