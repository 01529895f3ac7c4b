/** Folds everything again, once, after an upgrade whose fold (FOLD_VERSION) or search (COLUMNS_VERSION) knows more: changes that waited get their rows. */
import { FOLD_VERSION } from '#shared/change/fold';
import type { CentralDatabase } from '../database/port/central-database';
import type { SitePosition } from '../database/port/registry-sites';
import type { EntityRef } from '#shared/change/entity-ref';
import { COLUMNS_VERSION } from '../database/row-columns';
import { refold } from './refold';

const KEY = 'fold_version';
/** entities a transaction takes, so that a large programme neither waits for one nor fills the memory */
const PAGE = 500;

/** Before the first socket is let in. Answers how many entities were folded; an interrupted run starts over. */
export async function refoldAfterUpgrade(
  database: CentralDatabase,
  version: number = FOLD_VERSION + COLUMNS_VERSION,
): Promise<number> {
  const known = await database.transaction(({ changes }) => changes.meta(KEY));
  if (known === String(version)) return 0;
  const count = await refoldAll(database);
  await searchSitesAnew(database);
  await database.transaction(({ changes }) => changes.setMeta(KEY, String(version)));
  return count;
}

/** An edit that says nothing writes what a site is searched by, as this version folds it. */
async function searchSitesAnew({ registry }: CentralDatabase): Promise<void> {
  let after: SitePosition | undefined;
  do {
    const page = await registry.sites.page({ limit: PAGE, sort: 'code', ...(after && { after }) });
    for (const { id } of page.sites) await registry.sites.edit(id, {});
    after = page.next;
  } while (after);
}

/** Returns how many entities were folded. */
export async function refoldAll(database: CentralDatabase): Promise<number> {
  let count = 0;
  let last: EntityRef | undefined;
  do {
    const page = await refoldPage(database, last);
    count += page.length;
    last = page.at(-1);
  } while (last);
  return count;
}

const refoldPage = (database: CentralDatabase, after: EntityRef | undefined): Promise<EntityRef[]> =>
  database.transaction(async (tx) => {
    const page = await tx.changes.entitiesAfter(after, PAGE);
    await refold(tx, page);
    return page;
  });
