/** Records that are most likely of one piece: the same serial number and the same maker. */
import { isMerged } from '#shared/domain/merged';
import { pieceKey } from '#shared/domain/same-piece';
import type { AssetRow } from '../../../replica/records';
import { describeAsset, type EquipmentNames } from './equipment-names';

const plateKey = (asset: AssetRow, names: EquipmentNames): string | undefined =>
  pieceKey(asset.serialNumber, describeAsset(asset, names).manufacturer);

export const pieceKeyOf = (asset: AssetRow, names: EquipmentNames): string | undefined =>
  asset.deletedAt === undefined ? plateKey(asset, names) : undefined;

/** A record here with that key: one in use, else one that was removed, which may come back. A merged one is under another. */
export function recordWith(
  key: string,
  assets: readonly AssetRow[],
  names: EquipmentNames,
): AssetRow | undefined {
  const alike = assets.filter((asset) => !isMerged(asset) && plateKey(asset, names) === key);
  return alike.find(({ deletedAt }) => deletedAt === undefined) ?? alike[0];
}

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
