/** The asset of a call, within the border of its caller. */
import type { Within } from '../country/within';
import type { AssetItem } from '../database/port/rows';
import { ApiError } from './api-error';
import type { Services } from './services';

/** The longest wait for an asset that the rows do not hold yet, milliseconds. */
const PATIENCE_MS = 5000;

/**
 * Undefined where there is none, or it lies beyond the border. While the rows are far behind the log, what is missing in them may be stored
 * all the same: then the answer is that they are behind (RowsBehind), never that there is nothing.
 */
export async function assetWithin(
  { database: { rows, following } }: Pick<Services, 'database'>,
  own: Pick<Within, 'hasStore'>,
  id: string,
): Promise<AssetItem | undefined> {
  let found = await rows.asset(id);
  if (!found) {
    await following.reached(undefined, PATIENCE_MS);
    found = await rows.asset(id);
  }
  return found && (await own.hasStore(found.storeId)) ? found : undefined;
}

export async function demandAsset(...which: Parameters<typeof assetWithin>): Promise<AssetItem> {
  const asset = await assetWithin(...which);
  if (!asset) throw new ApiError('not-found');
  return asset;
}
