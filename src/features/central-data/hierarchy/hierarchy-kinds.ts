/** Classes, categories and types as the pages of central data know them. */
import { nameFor } from '#shared/domain/name-in';
import { pathOf } from '../pieces/record-address';
import { isInUse, type Dependant, type Kind } from '../record/kind';
import type { ReplicaDatabase } from '../../../replica/database';
import type { WordKey } from '../../../words/keys';

const listedAt = '/central-data/hierarchy';
type PlaceField = 'classId' | 'categoryId' | 'typeId';

export const classKind: Kind<'assetClass'> = {
  entity: 'assetClass',
  path: pathOf('assetClass'),
  listedAt,
  name: (row, { locale }) => nameFor(row, locale),
  words: {
    list: 'hierarchy.title',
    add: 'hierarchy.addClass',
    addTitle: 'hierarchy.addClassTitle',
    triedAdd: 'hierarchy.triedAddClass',
  },
  dependants: async (db, id) => [
    counted(
      'hierarchy.categoryCount',
      await db.assetCategories.where('classId').equals(id).filter(isInUse).count(),
    ),
    ...(await placed(db, 'classId', id)),
  ],
  used: 'assetClass',
};

export const categoryKind: Kind<'assetCategory'> = {
  entity: 'assetCategory',
  path: pathOf('assetCategory'),
  listedAt,
  name: (row, { locale }) => nameFor(row, locale),
  words: {
    list: 'hierarchy.title',
    add: 'hierarchy.addCategory',
    addTitle: 'hierarchy.addCategoryTitle',
    triedAdd: 'hierarchy.triedAddCategory',
  },
  dependants: async (db, id) => [
    counted(
      'hierarchy.typeCount',
      await db.assetTypes.where('categoryId').equals(id).filter(isInUse).count(),
    ),
    ...(await placed(db, 'categoryId', id)),
  ],
  used: 'assetCategory',
};

export const typeKind: Kind<'assetType'> = {
  entity: 'assetType',
  path: pathOf('assetType'),
  listedAt,
  name: (row, { locale }) => nameFor(row, locale),
  words: {
    list: 'hierarchy.title',
    add: 'hierarchy.addType',
    addTitle: 'hierarchy.addTypeTitle',
    triedAdd: 'hierarchy.triedAddType',
  },
  dependants: (db, id) => placed(db, 'typeId', id),
  used: 'assetType',
};

const counted = (words: WordKey, count: number): Dependant => ({ words, count });

/** The records at a place of the hierarchy: catalogue items, and properties that apply there. */
async function placed(db: ReplicaDatabase, field: PlaceField, id: string): Promise<Dependant[]> {
  const items = await db.catalogueItems.filter((row) => row[field] === id && isInUse(row)).count();
  const properties = await db.assetProperties.filter((row) => row[field] === id && isInUse(row)).count();
  return [counted('hierarchy.itemCount', items), counted('hierarchy.propertyCount', properties)];
}
