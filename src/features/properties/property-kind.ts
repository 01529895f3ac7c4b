/** Properties of equipment as the pages of central data know them. */
import { isInUse, type Kind } from '../../parts/central-data/kind';
import { sameText } from '../../parts/central-data/same-text';

const path = '/central-data/properties';

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
  clashes: async (db, { key }, id) => {
    const taken = await db.assetProperties
      .filter((row) => row.id !== id && isInUse(row) && sameText(row.key, key))
      .count();
    return taken > 0 ? [{ code: 'code-taken', field: 'key', data: { code: String(key) } }] : [];
  },
};
