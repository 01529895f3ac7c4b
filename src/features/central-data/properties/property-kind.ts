/** Properties of equipment as the pages of central data know them. */
import { pathOf } from '../pieces/record-address';
import { isInUse, type Kind } from '../record/kind';

const path = pathOf('assetProperty');

export const propertyKind: Kind<'assetProperty'> = {
  entity: 'assetProperty',
  path,
  listedAt: path,
  name: ({ name }) => name,
  words: {
    list: 'properties.title',
    add: 'properties.add',
    addTitle: 'properties.addTitle',
    triedAdd: 'properties.triedAdd',
  },
  dependants: async (db, id) => {
    const key = (await db.assetProperties.get(id))?.key ?? '';
    const items = db.catalogueItems.filter((row) => isInUse(row) && Object.hasOwn(row.properties, key));
    return [{ words: 'properties.itemCount', count: await items.count() }];
  },
};
