/** The filters of the list in words, and how each is chosen. */
import type { StoreName } from '../../../replica/records';
import type { WordKey } from '../../../words/keys';
import type { Words } from '../../../words/words.svelte';
import { filterKeys, type FilterKey, type Narrowed } from './filters';

export type Control = 'store' | 'value' | 'text' | 'yes-no' | 'yes' | 'day';

interface FilterWords {
  field: WordKey;
  control: Control;
  /** the end of a span of days */
  end?: 'equipment.dayFrom' | 'equipment.dayUntil';
}

export const filterWords: Readonly<Record<FilterKey, FilterWords>> = {
  store: { field: 'asset.storeId', control: 'store' },
  category: { field: 'asset.categoryId', control: 'value' },
  type: { field: 'asset.typeId', control: 'value' },
  manufacturer: { field: 'asset.manufacturer', control: 'value' },
  model: { field: 'asset.model', control: 'value' },
  number: { field: 'asset.assetNumber', control: 'text' },
  serial: { field: 'asset.serialNumber', control: 'text' },
  location: { field: 'asset.storageLocation', control: 'text' },
  notes: { field: 'asset.notes', control: 'text' },
  catalogue: { field: 'equipment.inCatalogue', control: 'yes-no' },
  replace: { field: 'asset.needsReplacement', control: 'yes-no' },
  unsettled: { field: 'equipment.toSettle', control: 'yes-no' },
  'checked-until': { field: 'equipment.lastChecked', control: 'day', end: 'equipment.dayUntil' },
  removed: { field: 'asset.deletedAt', control: 'yes' },
  'installed-from': { field: 'asset.installationDate', control: 'day', end: 'equipment.dayFrom' },
  'installed-until': { field: 'asset.installationDate', control: 'day', end: 'equipment.dayUntil' },
  'replacement-from': { field: 'asset.replacementDate', control: 'day', end: 'equipment.dayFrom' },
  'replacement-until': { field: 'asset.replacementDate', control: 'day', end: 'equipment.dayUntil' },
};

export function filterLabel(words: Words, key: FilterKey): string {
  const { field, end } = filterWords[key];
  return end === undefined ? words.t(field) : words.t(end, { field: words.t(field) });
}

function valueInWords(words: Words, key: FilterKey, value: string, stores: readonly StoreName[]): string {
  switch (filterWords[key].control) {
    case 'store':
      return stores.find(({ id }) => id === value)?.name ?? value;
    case 'yes-no':
    case 'yes':
      return words.t(value === 'yes' ? 'common.yes' : 'common.no');
    case 'day':
      return words.date(value);
    default:
      return value;
  }
}

interface ActiveFilter {
  key: FilterKey;
  text: string;
}

/** The filters that narrow the list, as people read them and take them away. */
export const activeFilters = (
  words: Words,
  narrowed: Narrowed,
  stores: readonly StoreName[],
): ActiveFilter[] =>
  filterKeys.flatMap((key) => {
    const value = narrowed[key];
    if (value === undefined) return [];
    const label = filterLabel(words, key);
    return [
      { key, text: words.t('equipment.filterIs', { label, value: valueInWords(words, key, value, stores) }) },
    ];
  });
