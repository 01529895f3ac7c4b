/** The stores that a member of staff may change, with the known facts of their sites: the whole country, or the part within a border. */
import { setImmediate } from 'node:timers/promises';
import type { NamedStore } from '#shared/import/equipment/equipment-data';
import type { SiteBook, SitePosition } from '../database/port/registry-sites';
import type { KnownCountry } from '../country/read-country';

/** Few enough that a page holds up nobody. */
const PAGE = 40;

/** `siteIds`: of these sites only; undefined: of all. */
export async function storesOfCountry(
  sites: SiteBook,
  country: KnownCountry,
  siteIds: readonly string[] | undefined,
): Promise<NamedStore[]> {
  const stores: NamedStore[] = [];
  let after: SitePosition | undefined;
  do {
    const page = await sites.page({
      limit: PAGE,
      sort: 'code',
      ...(siteIds && { siteIds: [...siteIds] }),
      ...(after && { after }),
    });
    for (const site of page.sites) {
      const facts = factsOf(country, site.id);
      const hasSiblings = site.stores.length > 1;
      for (const { id, code, name } of site.stores)
        stores.push({ id, code, name, siteCode: site.code, siteName: site.name, hasSiblings, ...facts });
    }
    after = page.next;
    await setImmediate();
  } while (after);
  return stores;
}

function factsOf(
  { facilities, regions, parentOf, regionOf }: KnownCountry,
  siteId: string,
): Pick<NamedStore, 'nationalId' | 'regions'> {
  const names: string[] = [];
  const seen = new Set<string>();
  for (let at = regionOf.get(siteId); at !== undefined && !seen.has(at); at = parentOf.get(at)) {
    seen.add(at);
    const region = regions.find(({ id }) => id === at);
    if (region) names.push(region.name, region.code);
  }
  const nationalId = facilities.get(siteId)?.nationalId;
  return { ...(nationalId !== undefined && { nationalId }), ...(names.length > 0 && { regions: names }) };
}
