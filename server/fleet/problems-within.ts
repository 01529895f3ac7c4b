/** Problems with the assets that they are about, as far as these lie within the border of the caller. */
import type { Within } from '../country/within';
import type { CentralDatabase } from '../database/port/central-database';
import type { AssetItem, Page, Problem } from '../database/port/rows';
import { withSite, type FleetItem } from './find-assets';

type Read = Pick<CentralDatabase, 'rows' | 'registry'>;

export async function problemsWithin(
  { rows, registry }: Read,
  own: Pick<Within, 'hasStore'>,
  found: Page<Problem>,
): Promise<Page<Problem> & { assets: FleetItem[] }> {
  const items: Problem[] = [];
  for (const problem of found.items) items.push(await withoutForeign(own, problem));
  const ids = new Set(items.flatMap((problem) => [assetOf(problem), otherOf(problem)]));
  const assets: AssetItem[] = [];
  for (const id of ids) {
    const asset = id === undefined ? undefined : await rows.asset(id);
    if (asset && (await own.hasStore(asset.storeId))) assets.push(asset);
  }
  return { ...found, items, assets: await withSite(registry, assets, own) };
}

const assetOf = ({ assetId, entity, entityId }: Problem): string | undefined =>
  assetId ?? (entity === 'asset' ? entityId : undefined);

const otherOf = ({ data }: Problem): string | undefined =>
  typeof data?.['otherId'] === 'string' ? data['otherId'] : undefined;

/** A record beyond the border stays hidden: neither its id nor its place is given. */
async function withoutForeign(own: Pick<Within, 'hasStore'>, problem: Problem): Promise<Problem> {
  const storeId = problem.data?.['otherStoreId'];
  if (typeof storeId !== 'string' || (await own.hasStore(storeId))) return problem;
  const data = Object.entries(problem.data ?? {}).filter(([name]) => !name.startsWith('other'));
  return { ...problem, data: Object.fromEntries(data) };
}
