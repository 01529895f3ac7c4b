/**
 * Assets on which two people who did not see each other left something to settle: two values for a field, one number twice, or
 * two records that are most likely of one piece.
 */
import type { AssetRow } from '../../../replica/records';
import type { EquipmentNames } from './equipment-names';
import { doubledPieces, pieceKeyOf } from './same-piece';

/** The numbers that more than one asset of a store bears, as `numberKey` writes them. Removed assets are not counted. */
export function doubledNumbers(assets: readonly AssetRow[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const asset of assets) {
    if (asset.deletedAt !== undefined || asset.assetNumber === '') continue;
    const key = numberKey(asset);
    if (seen.has(key)) doubled.add(key);
    seen.add(key);
  }
  return doubled;
}

export const numberKey = ({ storeId, assetNumber }: Pick<AssetRow, 'storeId' | 'assetNumber'>): string =>
  `${storeId}\n${assetNumber}`;

export function unsettledOf(assets: readonly AssetRow[], names: EquipmentNames): AssetRow[] {
  const doubled = doubledNumbers(assets);
  const pieces = doubledPieces(assets, names);
  return assets.filter(
    (asset) =>
      asset.deletedAt === undefined &&
      (asset.conflicts > 0 || doubled.has(numberKey(asset)) || pieces.has(pieceKeyOf(asset, names) ?? '')),
  );
}
