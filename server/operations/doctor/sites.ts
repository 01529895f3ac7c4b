/** Sites of which nothing was heard for long. */
import type { SitePosition, SiteRecord } from '../../database/port/registry-sites';
import type { CentralDatabase } from '../../database/port/central-database';
import { DAY, type Finding } from './finding';

export const SILENT_AFTER = 14 * DAY;
const PAGE = 500;
/** Sites that are named; the rest is counted. */
const NAMED = 10;

/** `now` in milliseconds. */
export async function lookAtSites(
  database: Pick<CentralDatabase, 'registry'>,
  now: number,
): Promise<Finding[]> {
  const silent = await silentSites(database, now);
  if (silent.length === 0)
    return [{ about: 'sites', state: 'good', line: 'Every site with a device was heard from.' }];
  const names = silent.slice(0, NAMED).map(({ code }) => code);
  const rest = silent.length > NAMED ? ` and ${silent.length - NAMED} more` : '';
  return [{ about: 'sites', state: 'warning', line: `Silent for two weeks: ${names.join(', ')}${rest}.` }];
}

/** Sites that have a device or an Open mSupply, none of which was heard from for two weeks. */
export async function silentSites(
  { registry, v6 }: Pick<CentralDatabase, 'registry' | 'v6'>,
  now: number,
): Promise<SiteRecord[]> {
  const byV6 = new Map((await v6?.sites.all())?.map(({ siteId, lastContact }) => [siteId, lastContact]));
  const silent: SiteRecord[] = [];
  let after: SitePosition | undefined;
  do {
    const page = await registry.sites.page({ limit: PAGE, sort: 'code', ...(after && { after }) });
    const devices = await registry.devices.ofSites(page.sites.map(({ id }) => id));
    for (const site of page.sites) {
      const own = devices.filter(({ siteId, revokedAt }) => siteId === site.id && revokedAt === undefined);
      const heard = own.map(({ lastContact, joinedAt }) => lastContact ?? joinedAt);
      const last = Math.max(...[...heard, byV6.get(site.id) ?? []].flat().map(Date.parse));
      if (Number.isFinite(last) && now - last > SILENT_AFTER) silent.push(site);
    }
    after = page.next;
  } while (after);
  return silent;
}
