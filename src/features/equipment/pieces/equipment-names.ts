/** What central data calls a piece of equipment: its type, and the manufacturer and model of its catalogue item. */
import type { Asset } from '#shared/domain/asset';
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { ReplicaDatabase } from '../../../replica/database';
import { liveForAll } from '../../../replica/live.svelte';

export interface EquipmentNames {
  classes: ReadonlyMap<string, string>;
  categories: ReadonlyMap<string, string>;
  types: ReadonlyMap<string, string>;
  catalogue: ReadonlyMap<string, CatalogueItem>;
}

export interface Described {
  className: string;
  category: string;
  type: string;
  manufacturer: string;
  model: string;
  /** of the catalogue item; empty for an asset described by hand */
  code: string;
}

type Named = Pick<Asset, 'classId' | 'categoryId' | 'typeId' | 'catalogueItemId' | 'manufacturer' | 'model'>;

/** What is not known (yet) is an empty text. */
export function describeAsset(asset: Named, names: EquipmentNames): Described {
  const item = asset.catalogueItemId === undefined ? undefined : names.catalogue.get(asset.catalogueItemId);
  const { manufacturer = '', model = '' } = item ?? asset;
  return {
    className: names.classes.get(asset.classId) ?? '',
    category: names.categories.get(asset.categoryId) ?? '',
    type: names.types.get(asset.typeId) ?? '',
    manufacturer,
    model,
    code: item?.code ?? '',
  };
}

/** "Vestfrost MK 304", or the type where neither is known. */
export const makeOf = ({ manufacturer, model, type }: Described): string =>
  [manufacturer, model].filter((part) => part !== '').join(' ') || type;

const byId = (rows: readonly { id: string; name: string }[]): Map<string, string> =>
  new Map(rows.map(({ id, name }) => [id, name]));

/** Removed entries are kept: old assets still bear their names. */
export async function readEquipmentNames(db: ReplicaDatabase): Promise<EquipmentNames> {
  const [classes, categories, types, items] = await Promise.all([
    db.assetClasses.toArray(),
    db.assetCategories.toArray(),
    db.assetTypes.toArray(),
    db.catalogueItems.toArray(),
  ]);
  const catalogue = new Map(items.map((item) => [item.id, item]));
  return { classes: byId(classes), categories: byId(categories), types: byId(types), catalogue };
}

export const liveEquipmentNames = liveForAll(readEquipmentNames);
