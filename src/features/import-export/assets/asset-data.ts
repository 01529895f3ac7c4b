/** All that a table of assets refers to, as it is on this device. */
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { RowReader } from '#shared/domain/rules/rows';
import { rowsInMemory } from '#shared/domain/rules/rows-in-memory';
import type { StatusReason } from '#shared/domain/status-reason';
import type { ReplicaDatabase } from '../../../replica/database';
import { readInPieces } from '../../../replica/read-in-pieces';
import type { AssetRow, StoreName } from '../../../replica/records';
import type { Around } from '../around';
import { readAround } from '../queries';

export interface AssetData {
  assets: readonly AssetRow[];
  catalogue: readonly CatalogueItem[];
  reasons: readonly StatusReason[];
  around: Around;
  stores: readonly StoreName[];
}

export async function readAssetData(db: ReplicaDatabase, stores: readonly StoreName[]): Promise<AssetData> {
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

/** As the rules ask for it. */
export const rowsAround = ({ assets, catalogue, reasons, around }: AssetData): RowReader =>
  rowsInMemory({
    asset: assets,
    catalogueItem: catalogue,
    statusReason: reasons,
    assetClass: around.classes,
    assetCategory: around.categories,
    assetType: around.types,
    assetProperty: around.properties,
  });
