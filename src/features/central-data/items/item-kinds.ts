/** Items and pack variants as the pages of central data know them. */
import { pathOf } from '../pieces/record-address';
import type { Item } from '#shared/domain/item';
import type { FieldSpec } from '../record/field-spec';
import { isInUse, type Kind } from '../record/kind';

const list = pathOf('item');

export const itemKind: Kind<'item'> = {
  entity: 'item',
  path: list,
  listedAt: list,
  name: ({ name }) => name,
  words: {
    list: 'items.title',
    add: 'items.add',
    addTitle: 'items.addTitle',
    triedAdd: 'items.triedAdd',
  },
  dependants: async (db, id) => [
    {
      words: 'items.variantCount',
      count: await db.packVariants.where('itemId').equals(id).filter(isInUse).count(),
    },
  ],
};

export const variantKind: Kind<'packVariant'> = {
  entity: 'packVariant',
  path: pathOf('packVariant'),
  listedAt: list,
  name: ({ longName, shortName }) => longName || shortName,
  words: {
    list: 'items.title',
    add: 'items.addVariant',
    addTitle: 'items.addVariantTitle',
    triedAdd: 'items.triedAddVariant',
  },
  dependants: () => Promise.resolve([]),
};

export const itemFields: FieldSpec[] = [
  { name: 'code', label: 'items.code', kind: 'text', required: true },
  { name: 'name', label: 'items.name', kind: 'text', required: true },
  { name: 'unit', label: 'items.unit', hint: 'items.unitHint', kind: 'text', required: true },
];

export const variantFields = (items: readonly Item[]): FieldSpec[] => [
  {
    name: 'itemId',
    label: 'items.item',
    kind: 'choice',
    required: true,
    options: items.map(({ id, code, name }) => ({ value: id, label: `${name} · ${code}` })),
  },
  { name: 'shortName', label: 'items.shortName', hint: 'items.shortNameHint', kind: 'text', required: true },
  { name: 'longName', label: 'items.longName', hint: 'items.longNameHint', kind: 'text', required: true },
  { name: 'packSize', label: 'items.packSize', hint: 'items.packSizeHint', kind: 'number', required: true },
  { name: 'isActive', label: 'items.isActive', hint: 'items.isActiveHint', kind: 'yes-no', required: true },
];
