/** The columns of the catalogue's list: the names of an item, its place, and every property that it can have. */
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { ListColumn } from '../record/list-columns';
import { valueInWords } from '../../equipment/pieces/properties';
import type { Words } from '../../../words/words.svelte';
import type { Hierarchy } from './hierarchy';
import type { ItemRow } from './queries';

type Column = ListColumn<ItemRow>;

/** The setting under which this device keeps which of them it shows. */
export const COLUMNS = 'catalogueColumns';

export function catalogueColumns(words: Words, hierarchy: Hierarchy): Column[] {
  const { classes, categories, types, properties } = hierarchy;
  const names = new Map([...classes, ...categories, ...types].map(({ id, name }) => [id, name]));
  const named = (id: string): string => names.get(id) ?? '';
  const wide = 'minmax(10rem, 1.5fr)';
  return [
    {
      id: 'code',
      label: words.t('catalogue.code'),
      track: 'minmax(8rem, 1fr)',
      text: ({ code }) => code,
      fixed: true,
    },
    {
      id: 'manufacturer',
      label: words.t('catalogue.manufacturer'),
      track: 'minmax(8rem, 1fr)',
      text: ({ manufacturer = '' }) => manufacturer,
      atFirst: true,
    },
    {
      id: 'model',
      label: words.t('catalogue.model'),
      track: 'minmax(8rem, 1fr)',
      text: ({ model }) => model,
      atFirst: true,
    },
    {
      id: 'type',
      label: words.t('catalogue.type'),
      track: wide,
      text: ({ typeId }) => named(typeId),
      atFirst: true,
    },
    {
      id: 'category',
      label: words.t('catalogue.category'),
      track: wide,
      text: ({ categoryId }) => named(categoryId),
    },
    { id: 'class', label: words.t('catalogue.class'), track: wide, text: ({ classId }) => named(classId) },
    {
      id: 'subCatalogue',
      label: words.t('catalogue.subCatalogue'),
      track: 'minmax(7rem, 1fr)',
      text: ({ subCatalogue }) => subCatalogue,
      atFirst: true,
    },
    ...propertiesInUse(properties).map((property) => ofProperty(words, property)),
  ];
}

/** One of each key. */
const propertiesInUse = (properties: readonly AssetProperty[]): AssetProperty[] => [
  ...new Map(
    properties.filter(({ deletedAt }) => deletedAt === undefined).map((property) => [property.key, property]),
  ).values(),
];

const ofProperty = (words: Words, { key, name, valueType }: AssetProperty): Column => ({
  id: `properties.${key}`,
  label: name,
  track: 'minmax(8rem, 1fr)',
  text: ({ properties }) => valueInWords(words, properties[key], valueType),
  value: ({ properties }) => {
    const value = properties[key];
    return typeof value === 'number' ? value : undefined;
  },
});
