/** All that a table of assets refers to, as it is on this device, and the same as the rules ask for it. */
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { EntityName, RowOf } from '#shared/domain/entities';
import type { RowReader } from '#shared/domain/rules/rows';
import type { StatusReason } from '#shared/domain/status-reason';
import type { ReplicaDatabase } from '../../../replica/database';
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
    db.catalogueItems.toArray(),
    db.statusReasons.toArray(),
    readAround(db),
  ]);
  return { assets, catalogue, reasons, around, stores };
}

/** Answers from memory, so that thousands of rows are judged at once. */
export function memoryRows({ assets, catalogue, reasons, around }: AssetData): RowReader {
  const byId = (rows: readonly { id: string }[]) => new Map(rows.map((row) => [row.id, row]));
  const tables: Partial<Record<EntityName, ReadonlyMap<string, { id: string }>>> = {
    asset: byId(assets),
    catalogueItem: byId(catalogue),
    statusReason: byId(reasons),
    assetClass: byId(around.classes),
    assetCategory: byId(around.categories),
    assetType: byId(around.types),
    assetProperty: byId(around.properties),
  };
  const byNumber = new Map<string, AssetRow[]>();
  for (const asset of assets) {
    if (asset.deletedAt !== undefined) continue;
    const key = `${asset.storeId}\n${asset.assetNumber}`;
    byNumber.set(key, [...(byNumber.get(key) ?? []), asset]);
  }
  return {
    // each table above holds the rows of its entity
    get: <E extends EntityName>(entity: E, id: string) =>
      Promise.resolve(tables[entity]?.get(id) as RowOf<E> | undefined),
    assetsNumbered: (storeId, assetNumber) =>
      Promise.resolve(byNumber.get(`${storeId}\n${assetNumber}`) ?? []),
    catalogueItemsCoded: () => Promise.resolve([]),
  };
}
