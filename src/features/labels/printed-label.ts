/** The content of a label: the code, the number under it, and enough to know the piece it belongs to. */
import { describeAsset, makeOf, type EquipmentNames } from '../equipment/pieces/equipment-names';
import type { ReplicaDatabase } from '../../replica/database';
import type { AssetRow } from '../../replica/records';

export interface PrintedLabel {
  id: string;
  number: string;
  make: string;
  serial: string;
}

/** The chosen assets that are on this device, removed ones left out. For `live(...)`. */
export const assetsByIds =
  (db: ReplicaDatabase, ids: Iterable<string>): (() => Promise<AssetRow[]>) =>
  async () => {
    const found = await db.assets.bulkGet([...ids]);
    return found.flatMap((asset) => (asset && asset.deletedAt === undefined ? [asset] : []));
  };

export function labelsOf(assets: readonly AssetRow[], names: EquipmentNames, locale: string): PrintedLabel[] {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  return assets
    .map((asset) => ({
      id: asset.id,
      number: asset.assetNumber,
      make: makeOf(describeAsset(asset, names)),
      serial: asset.serialNumber ?? '',
    }))
    .sort((a, b) => compare(a.number, b.number) || compare(a.id, b.id));
}
