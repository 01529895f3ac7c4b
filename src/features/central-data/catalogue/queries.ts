/** The queries of the catalogue's pages to the database of this device. */
import { spokenIn } from '#shared/domain/name-in';
import type { ReplicaDatabase } from '../../../replica/database';
import type { FoldedRow } from '../../../replica/records';
import type { Around } from './catalogue-fields';
import type { Hierarchy } from './hierarchy';

export type ItemRow = FoldedRow<'catalogueItem'>;

export const readItems = (db: ReplicaDatabase): Promise<ItemRow[]> => db.catalogueItems.toArray();

export async function readAround(db: ReplicaDatabase): Promise<Around> {
  const [hierarchy, subCatalogues] = await Promise.all([readHierarchy(db), readSubCatalogues(db)]);
  return { hierarchy, subCatalogues };
}

/** The hierarchy in a reader's language. */
export const hierarchyIn = (
  { classes, categories, types, properties }: Hierarchy,
  locale: string,
): Hierarchy => ({
  classes: spokenIn(classes, locale),
  categories: spokenIn(categories, locale),
  types: spokenIn(types, locale),
  properties: spokenIn(properties, locale),
});

export const aroundIn = ({ hierarchy, subCatalogues }: Around, locale: string): Around => ({
  hierarchy: hierarchyIn(hierarchy, locale),
  subCatalogues,
});

export async function readHierarchy(db: ReplicaDatabase): Promise<Hierarchy> {
  const [classes, categories, types, properties] = await Promise.all([
    db.assetClasses.toArray(),
    db.assetCategories.toArray(),
    db.assetTypes.toArray(),
    db.assetProperties.toArray(),
  ]);
  return { classes, categories, types, properties };
}

/** The sub-catalogues there are, each once, in order. */
async function readSubCatalogues(db: ReplicaDatabase): Promise<string[]> {
  const names = (await readItems(db)).map(({ subCatalogue }) => subCatalogue);
  return [...new Set(names)].filter((name) => name !== '').sort();
}

/** The number of this device's assets that are of this model. */
export const countAssetsOf = (db: ReplicaDatabase, id: string): Promise<number> =>
  db.assets
    .where('catalogueItemId')
    .equals(id)
    .and(({ deletedAt }) => deletedAt === undefined)
    .count();
