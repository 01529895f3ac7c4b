/** The data that the form of an asset needs from the device's database. */
import { spokenIn } from '#shared/domain/name-in';
import type { AssetCategory, AssetClass, AssetProperty, AssetType } from '#shared/domain/hierarchy';
import type { StatusReason } from '#shared/domain/status-reason';
import { readEquipmentNames, type EquipmentNames } from '../pieces/equipment-names';
import type { ReplicaDatabase } from '../../../replica/database';
import type { AssetRow } from '../../../replica/records';
import { readAssets } from '../../../replica/assets-of-stores';

export interface FormData {
  assets: AssetRow[];
  names: EquipmentNames;
  classes: AssetClass[];
  categories: AssetCategory[];
  types: AssetType[];
  properties: AssetProperty[];
  reasons: StatusReason[];
}

/** A query for `live(...)`. */
export const formDataOf = (db: ReplicaDatabase, storeIds: readonly string[], locale: string) => () =>
  readFormData(db, storeIds, locale);

async function readFormData(
  db: ReplicaDatabase,
  storeIds: readonly string[],
  locale: string,
): Promise<FormData> {
  const [assets, names, classes, categories, types, properties, reasons] = await Promise.all([
    readAssets(db, storeIds),
    readEquipmentNames(db, locale),
    db.assetClasses.toArray(),
    db.assetCategories.toArray(),
    db.assetTypes.toArray(),
    db.assetProperties.toArray(),
    db.statusReasons.toArray(),
  ]);
  return {
    assets,
    names,
    classes: spokenIn(classes, locale),
    categories: spokenIn(categories, locale),
    types: spokenIn(types, locale),
    properties: spokenIn(properties, locale),
    reasons: spokenIn(reasons, locale),
  };
}
