/** The names of a piece of equipment in central data: its type, and the manufacturer and model of its catalogue item. */
import type { Asset } from '#shared/domain/asset';
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { ReplicaDatabase } from '../../../replica/database';
import type { AssetCategory, AssetClass, AssetType } from '#shared/domain/hierarchy';
import { nameFor } from '#shared/domain/name-in';
import { liveForAll } from '../../../replica/live.svelte';
import { liveIn, type LiveIn } from '../../../page/live-in';
import { useWords } from '../../../words/words.svelte';

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

/** A name that is not known (yet) is an empty text. */
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

const byId = (rows: readonly (NamedRow & { id: string })[], locale: string): Map<string, string> =>
  new Map(rows.map((row) => [row.id, nameFor(row, locale)]));

type NamedRow = Pick<AssetType, 'name' | 'nameIn'>;

interface NamedRows {
  classes: readonly AssetClass[];
  categories: readonly AssetCategory[];
  types: readonly AssetType[];
  catalogue: ReadonlyMap<string, CatalogueItem>;
}

/** Removed entries are kept: old assets still bear their names. */
async function readRows(db: ReplicaDatabase): Promise<NamedRows> {
  const [classes, categories, types, items] = await Promise.all([
    db.assetClasses.toArray(),
    db.assetCategories.toArray(),
    db.assetTypes.toArray(),
    db.catalogueItems.toArray(),
  ]);
  return { classes, categories, types, catalogue: new Map(items.map((item) => [item.id, item])) };
}

/** The names in a reader's language. */
const namesIn = ({ classes, categories, types, catalogue }: NamedRows, locale: string): EquipmentNames => ({
  classes: byId(classes, locale),
  categories: byId(categories, locale),
  types: byId(types, locale),
  catalogue,
});

/** The names of central data; without a language, the records' own names. */
export const readEquipmentNames = async (db: ReplicaDatabase, locale = ''): Promise<EquipmentNames> =>
  namesIn(await readRows(db), locale);

const liveRows = liveForAll(readRows);

/** To be called while a component is set up; the names follow the reader's language. */
export const liveEquipmentNames = (db: ReplicaDatabase): LiveIn<EquipmentNames> =>
  liveIn(liveRows(db), useWords(), namesIn);
