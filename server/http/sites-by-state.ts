/** Lists of sites by their state, for staff with many of them. */
import type { Site, SitePage } from '#shared/api/site';
import { findSites, type SiteSearch } from '../fleet/find-sites';
import type { KnownSite } from '../fleet/site-states';
import { fromCursor, toCursor } from './paging';
import type { Services } from './services';
import { withDevices } from './site-answers';

/** The known sites among these; undefined: all of the country. */
export async function knownWithin(
  services: Services,
  siteIds: readonly string[] | undefined,
): Promise<KnownSite[]> {
  await Promise.all([services.contacts.write(), services.progress.write()]);
  const all = await services.siteStates.all();
  return siteIds ? siteIds.flatMap((id) => all.get(id) ?? []) : [...all.values()];
}

/** Each site with its state; one that is newer than the last reading has none yet. */
export async function withStates(services: Services, sites: readonly Site[]): Promise<Site[]> {
  const known = await services.siteStates.all();
  return sites.map((site) => {
    const found = known.get(site.id);
    if (!found) return site;
    const { behind, problems, oldApps } = found;
    return { ...site, state: { behind, problems, oldApps } };
  });
}

/** A page of the sites that fit; the cursor is the place in the list at which it begins. */
export async function sitesByState(
  services: Services,
  siteIds: readonly string[] | undefined,
  query: Omit<SiteSearch, 'now'> & { limit: number; cursor?: string | undefined },
): Promise<SitePage> {
  const found = findSites(await knownWithin(services, siteIds), { ...query, now: services.now() });
  const from = Number(fromCursor(query.cursor ?? '')) || 0;
  const shown = found.slice(from, from + query.limit);
  const records = await Promise.all(shown.map(({ id }) => services.database.registry.sites.get(id)));
  const sites = await withDevices(
    services,
    records.flatMap((record) => record ?? []),
  );
  const next = from + query.limit;
  return {
    items: await withStates(services, sites),
    total: found.length,
    ...(next < found.length && { nextCursor: toCursor(String(next)) }),
  };
}
