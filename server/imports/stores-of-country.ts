/** All stores that staff may change, with the codes of their sites. */
import type { NamedStore } from '#shared/import/equipment/equipment-data';
import type { SiteBook, SitePosition } from '../database/port/registry-sites';

const PAGE = 500;

export async function storesOfCountry(sites: SiteBook): Promise<NamedStore[]> {
  const stores: NamedStore[] = [];
  let after: SitePosition | undefined;
  do {
    const page = await sites.page({ limit: PAGE, sort: 'code', ...(after && { after }) });
    for (const site of page.sites)
      stores.push(...site.stores.map(({ id, code, name }) => ({ id, code, name, siteCode: site.code })));
    after = page.next;
  } while (after);
  return stores;
}
