/** The fleet as staff search it: by store, by site, by status, by words; each asset with the site it is at. */
import { setImmediate } from 'node:timers/promises';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { CentralDatabase } from '../database/port/central-database';
import type { Registry } from '../database/port/registry';
import { makerCode } from '../database/row-columns';
import type { Within } from '../country/within';
import { namedBy } from './named-by';
import type { AssetItem, AssetSort, Page } from '../database/port/rows';

export interface FleetQuery {
  storeId?: string | undefined;
  siteId?: string | undefined;
  status?: readonly FunctionalStatus[] | undefined;
  q?: string | undefined;
  typeId?: string | undefined;
  reasonId?: string | undefined;
  /** the name of a maker, of the catalogue or written by hand */
  maker?: string | undefined;
  photo?: 'with' | 'without' | undefined;
  /** an instant: the status stands at least since then */
  sinceBefore?: string | undefined;
  /** an instant: nobody said the status again since then */
  checkedBefore?: string | undefined;
  sort?: AssetSort | undefined;
  limit: number;
  cursor?: string | undefined;
  /** the total is known: 0 */
  withoutTotal?: boolean | undefined;
}

/** Assets to which their sites are read at once. */
const AT_ONCE = 200;

/** `problems` holds the codes of open problems; the whole of each is in the list of problems. */
export type FleetItem = Omit<AssetItem, 'problems'> & {
  siteId?: string;
  siteName?: string;
  siteCode?: string;
  storeName?: string;
  storeCode?: string;
  problems: string[];
  /** the id of a record that is most likely of the same piece */
  samePieceAs?: string;
};

export async function findAssets(
  { rows, registry }: Pick<CentralDatabase, 'rows' | 'registry'>,
  query: FleetQuery,
  within?: readonly string[],
): Promise<Page<FleetItem>> {
  const isOwn = within && new Set(within);
  const own = { hasStore: (id: string) => Promise.resolve(isOwn?.has(id) ?? true) };
  const { status, sort, limit, cursor, withoutTotal } = query;
  const page = await rows.assets({
    limit,
    ...(await meantBy({ rows, registry }, query, within)),
    ...(status && { statuses: status }),
    ...(sort && { sort }),
    ...(cursor && { cursor }),
    ...(withoutTotal && { withoutTotal }),
  });
  const items: FleetItem[] = [];
  for (let at = 0; at < page.items.length; at += AT_ONCE) {
    if (at > 0) await setImmediate();
    items.push(...(await withSite(registry, page.items.slice(at, at + AT_ONCE), own)));
  }
  return { ...page, items };
}

/** The number of assets in each status, of those that a query finds but for the status it names. */
export const countAssets = async (
  { rows, registry }: Pick<CentralDatabase, 'rows' | 'registry'>,
  query: Omit<FleetQuery, 'limit'>,
  within?: readonly string[],
) => rows.countFound(await meantBy({ rows, registry }, query, within));

/** What a query asks of the rows, but for the statuses. */
async function meantBy(
  { rows, registry }: Pick<CentralDatabase, 'rows' | 'registry'>,
  query: Omit<FleetQuery, 'limit'>,
  within: readonly string[] | undefined,
) {
  const { q, typeId, reasonId, maker, photo, sinceBefore, checkedBefore } = query;
  return {
    ...(await storesMeant(registry, query, within)),
    ...(q && { q, named: await namedBy({ rows, registry }, q) }),
    ...(typeId !== undefined && { typeId }),
    ...(reasonId !== undefined && { reasonId }),
    ...(maker !== undefined && { maker: await makerNamed(rows, maker) }),
    ...(photo !== undefined && { hasPhoto: photo === 'with' }),
    ...(sinceBefore !== undefined && { sinceBefore }),
    ...(checkedBefore !== undefined && { checkedBefore }),
  };
}

async function makerNamed(rows: CentralDatabase['rows'], name: string) {
  const code = makerCode(name);
  const items = code === 0 ? [] : await rows.all('catalogueItem');
  return { name, itemIds: items.flatMap((item) => (makerCode(item.manufacturer) === code ? [item.id] : [])) };
}

/**
 * The stores that a query names by itself or by their site, of those within the caller's border (undefined: all); all of these when it
 * names neither.
 */
export async function storesMeant(
  registry: Registry,
  { storeId, siteId }: Pick<FleetQuery, 'storeId' | 'siteId'>,
  within?: readonly string[],
): Promise<{ storeIds?: readonly string[] }> {
  const named = storeId === undefined ? undefined : [storeId];
  const ofSite =
    siteId === undefined ? undefined : ((await registry.sites.get(siteId))?.stores.map(({ id }) => id) ?? []);
  const storeIds = inAll([within, ofSite, named]);
  return storeIds ? { storeIds } : {};
}

/** The ids that are in each of these lists; undefined lists nothing in particular. */
function inAll(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return lists.reduce((found, list) => {
    if (!found || !list) return found ?? list;
    const listed = new Set(list);
    return found.filter((id) => listed.has(id));
  }, undefined);
}

/** Each with the site and the store it is at, by name, so that a page of any country needs no list of all its sites. */
export async function withSite(
  registry: Registry,
  assets: readonly AssetItem[],
  own: Pick<Within, 'hasStore'>,
): Promise<FleetItem[]> {
  const whereOf = await sitesAndStoresOf(registry, [...new Set(assets.map((asset) => asset.storeId))]);
  const items: FleetItem[] = [];
  for (const asset of assets) {
    const problems = [...new Set(asset.problems.map((problem) => problem.code))];
    const twin = await twinOf(asset, own);
    items.push({
      ...asset,
      problems,
      ...(twin !== undefined && { samePieceAs: twin }),
      ...whereOf.get(asset.storeId),
    });
  }
  return items;
}

/** The record that is most likely of the same piece, where who asks may know of it. */
async function twinOf({ problems }: AssetItem, own: Pick<Within, 'hasStore'>): Promise<string | undefined> {
  const data = problems.find(({ code }) => code === 'same-piece')?.data;
  const [id, storeId] = [data?.['otherId'], data?.['otherStoreId']];
  if (typeof id !== 'string') return undefined;
  return typeof storeId !== 'string' || (await own.hasStore(storeId)) ? id : undefined;
}

type SiteAndStore = Required<Pick<FleetItem, 'siteId' | 'siteName' | 'siteCode' | 'storeName' | 'storeCode'>>;

async function sitesAndStoresOf(
  registry: Registry,
  storeIds: readonly string[],
): Promise<Map<string, SiteAndStore>> {
  const siteOf = await registry.sites.sitesOfStores(storeIds);
  const found = new Map<string, SiteAndStore>();
  for (const siteId of new Set(siteOf.values())) {
    const site = await registry.sites.get(siteId);
    for (const store of site?.stores ?? [])
      found.set(store.id, {
        ...{ siteId, siteName: site?.name ?? '', siteCode: site?.code ?? '' },
        ...{ storeName: store.name, storeCode: store.code },
      });
  }
  return found;
}
