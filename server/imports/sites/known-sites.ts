/** All sites of the country with their facilities, as a list of facilities is compared with them. */
import { setImmediate } from 'node:timers/promises';
import type { KnownSite } from '#shared/import/sites/site-data';
import type { KnownCountry } from '../../country/read-country';
import type { SiteBook, SitePosition } from '../../database/port/registry-sites';

/** Few enough that a page holds up nobody. */
const PAGE = 40;

export async function knownSites(sites: SiteBook, { facilities }: KnownCountry): Promise<KnownSite[]> {
  const known: KnownSite[] = [];
  let after: SitePosition | undefined;
  do {
    const page = await sites.page({ limit: PAGE, sort: 'code', ...(after && { after }) });
    for (const { id, code, name, stores } of page.sites)
      known.push({ id, code, name, stores, facility: { ...facilities.get(id) } });
    after = page.next;
    await setImmediate();
  } while (after);
  return known;
}
