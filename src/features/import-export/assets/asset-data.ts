/** The records that a table of equipment refers to, as they are on this device. */
import type { EquipmentData } from '#shared/import/equipment/equipment-data';
import type { ReplicaDatabase } from '../../../replica/database';
import { readInPieces } from '../../../replica/read-in-pieces';
import type { StoreName } from '../../../replica/records';
import { readAround } from '../queries';

export async function readAssetData(
  db: ReplicaDatabase,
  stores: readonly StoreName[],
): Promise<EquipmentData> {
  const [assets, catalogue, reasons, around] = await Promise.all([
    db.assets
      .where('storeId')
      .anyOf(stores.map(({ id }) => id))
      .toArray(),
    readInPieces(db.catalogueItems),
    db.statusReasons.toArray(),
    readAround(db),
  ]);
  return { assets, catalogue, reasons, around, stores };
}
