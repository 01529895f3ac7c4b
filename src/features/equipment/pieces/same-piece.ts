/** Records that are most likely of one piece: the same serial number and the same maker. */
import { pieceKey } from '#shared/domain/same-piece';
import type { AssetRow } from '../../../replica/records';
import { describeAsset, type EquipmentNames } from './equipment-names';

export const pieceKeyOf = (asset: AssetRow, names: EquipmentNames): string | undefined =>
  asset.deletedAt === undefined
    ? pieceKey(asset.serialNumber, describeAsset(asset, names).manufacturer)
    : undefined;

/** The keys that more than one asset bears; removed ones are left out. */
export function doubledPieces(assets: readonly AssetRow[], names: EquipmentNames): ReadonlySet<string> {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const asset of assets) {
    const key = pieceKeyOf(asset, names);
    if (key === undefined) continue;
    if (seen.has(key)) doubled.add(key);
    seen.add(key);
  }
  return doubled;
}

/** The other records that are most likely of the same piece. */
export function twinsOf(
  asset: AssetRow,
  assets: readonly AssetRow[],
  names: EquipmentNames,
): readonly AssetRow[] {
  const key = pieceKeyOf(asset, names);
  return key === undefined
    ? []
    : assets.filter((other) => other.id !== asset.id && pieceKeyOf(other, names) === key);
}
