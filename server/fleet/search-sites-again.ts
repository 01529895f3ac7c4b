/** After an upgrade that folds texts otherwise, the text by which sites are searched is written again, once. Rows see to themselves. */
import type { CentralDatabase } from '../database/port/central-database';
import type { SitePosition } from '../database/port/registry-sites';
import { COLUMNS_VERSION } from '../database/row-columns';

const KEY = 'search_version';
const PAGE = 500;

export async function searchSitesAgain(database: CentralDatabase, version = COLUMNS_VERSION): Promise<void> {
  const known = await database.transaction(({ changes }) => changes.meta(KEY));
  if (known === String(version)) return;
  const { sites } = database.registry;
  let after: SitePosition | undefined;
  do {
    const page = await sites.page({ limit: PAGE, sort: 'code', ...(after && { after }) });
    // an edit that changes nothing writes the text by which a site is searched
    for (const { id } of page.sites) await sites.edit(id, {});
    after = page.next;
  } while (after);
  await database.transaction(({ changes }) => changes.setMeta(KEY, String(version)));
}
