/** Catalogue items as the pages of central data know them. */
import { pathOf } from '../pieces/record-address';
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { Kind } from '../record/kind';

export const catalogueKind: Kind<'catalogueItem'> = {
  entity: 'catalogueItem',
  path: pathOf('catalogueItem'),
  listedAt: pathOf('catalogueItem'),
  name: (item) => itemName(item),
  sub: ({ code, subCatalogue }) => `${code} · ${subCatalogue}`,
  words: {
    list: 'catalogue.title',
    add: 'catalogue.add',
    addTitle: 'catalogue.addTitle',
    triedAdd: 'catalogue.triedAdd',
  },
  dependants: () => Promise.resolve([]),
  used: 'catalogueItem',
};

/** "Vestfrost MK 304", or its code where it has neither. */
const itemName = ({
  manufacturer,
  model,
  code,
}: Pick<CatalogueItem, 'manufacturer' | 'model' | 'code'>): string =>
  [manufacturer, model].filter((part) => part !== undefined && part !== '').join(' ') || code;
