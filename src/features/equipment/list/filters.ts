/** The filters of the list, as they stand in the address: `?q=&status=&sort=` and a key for each field that narrows it. */
import { functionalStatuses, type FunctionalStatus } from '#shared/domain/functional-status';
import type { ListedAsset } from '../pieces/table/listing';
import { searchKey } from '#shared/text-folding';
import { matches, searchTerms } from '../pieces/table/search';
import { readSort, type Sort } from '../pieces/table/sort';

type Test = (asset: ListedAsset) => boolean;
/** Turns a value of the address into a test of assets; undefined where the value makes no sense. */
type Narrow = (value: string) => Test | undefined;

type TextField = {
  [Field in keyof ListedAsset]-?: ListedAsset[Field] extends string ? Field : never;
}[keyof ListedAsset];

const is =
  (field: TextField): Narrow =>
  (value) =>
  (asset) =>
    asset[field] === value;

const holds =
  (field: TextField): Narrow =>
  (value) => {
    const terms = searchTerms(value);
    return (asset) => matches(searchKey(asset[field]), terms);
  };

const yesOrNo =
  (said: Test): Narrow =>
  (value) => {
    if (value === 'yes') return said;
    return value === 'no' ? (asset) => !said(asset) : undefined;
  };

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** A blank day is neither before nor after any other. */
const from =
  (field: 'installed' | 'replacement'): Narrow =>
  (day) =>
    isDay(day) ? (asset) => asset[field] >= day : undefined;
const until =
  (field: 'installed' | 'replacement' | 'checked'): Narrow =>
  (day) =>
    isDay(day) ? (asset) => asset[field] !== '' && asset[field].slice(0, 10) <= day : undefined;

const narrows = {
  store: is('storeId'),
  category: is('category'),
  type: is('type'),
  manufacturer: is('manufacturer'),
  model: is('model'),
  number: holds('assetNumber'),
  serial: holds('serialNumber'),
  location: holds('location'),
  notes: holds('notes'),
  catalogue: yesOrNo(({ inCatalogue }) => inCatalogue),
  replace: yesOrNo(({ needsReplacement }) => needsReplacement),
  unsettled: yesOrNo(({ conflicts, sameNumber }) => conflicts > 0 || sameNumber),
  'checked-until': until('checked'),
  removed: (value) => (value === 'yes' ? ({ removed }) => removed : undefined),
  'installed-from': from('installed'),
  'installed-until': until('installed'),
  'replacement-from': from('replacement'),
  'replacement-until': until('replacement'),
} satisfies Record<string, Narrow>;

export type FilterKey = keyof typeof narrows;
const isFilterKey = (key: string): key is FilterKey => Object.hasOwn(narrows, key);
/** The keys in the order in which they are offered. */
export const filterKeys: readonly FilterKey[] = Object.keys(narrows).filter(isFilterKey);

/** The filters of the address that make sense; no key stands for "any". */
export type Narrowed = Readonly<Partial<Record<FilterKey, string>>>;

export interface Filters {
  query: string;
  status: FunctionalStatus | '';
  narrowed: Narrowed;
  sort: Sort;
}

export function readFilters(query: URLSearchParams): Filters {
  const narrowed: Partial<Record<FilterKey, string>> = {};
  for (const key of filterKeys) {
    const value = query.get(key) ?? '';
    if (value !== '' && narrows[key](value) !== undefined) narrowed[key] = value;
  }
  return {
    query: query.get('q') ?? '',
    status: functionalStatuses.find((status) => status === query.get('status')) ?? '',
    narrowed,
    sort: readSort(query.get('sort')),
  };
}

/** Keys and values for the address that leave nothing narrowed. */
export const noFilters: Readonly<Record<string, undefined>> = Object.fromEntries(
  ['q', 'status', ...filterKeys].map((key) => [key, undefined]),
);

/** The assets that fit, in the order given, with any status; the chips count these. */
export function fitting(
  assets: readonly ListedAsset[],
  { query, narrowed }: Pick<Filters, 'query' | 'narrowed'>,
): readonly ListedAsset[] {
  const terms = searchTerms(query);
  const tests = filterKeys.flatMap((key) => {
    const value = narrowed[key];
    const test = value === undefined ? undefined : narrows[key](value);
    return test ? [test] : [];
  });
  if (terms.length === 0 && tests.length === 0) return assets;
  if (tests.length === 0) return assets.filter(({ text }) => matches(text, terms));
  return assets.filter((asset) => matches(asset.text, terms) && tests.every((test) => test(asset)));
}

export const ofStatus = (
  assets: readonly ListedAsset[],
  status: FunctionalStatus | '',
): readonly ListedAsset[] => (status === '' ? assets : assets.filter((asset) => asset.status === status));

export function countByStatus(assets: readonly ListedAsset[]): ReadonlyMap<FunctionalStatus, number> {
  // a plain object counts ten thousand several times as fast as a Map, and this is done at each letter
  const counts: Partial<Record<FunctionalStatus, number>> = {};
  for (const { status } of assets) if (status) counts[status] = (counts[status] ?? 0) + 1;
  return new Map(functionalStatuses.flatMap((status) => (counts[status] ? [[status, counts[status]]] : [])));
}

/** The values that a field has among these assets, in the order of the language, to choose from. */
export function valuesOf(
  assets: readonly ListedAsset[],
  field: 'category' | 'type' | 'manufacturer' | 'model',
  locale: string,
): string[] {
  const values = new Set<string>();
  for (const asset of assets) if (asset[field] !== '') values.add(asset[field]);
  return [...values].sort(new Intl.Collator(locale, { numeric: true }).compare);
}
