/** The order of the list. Numbers within texts count as numbers, so that HC1-9 stands before HC1-10; blanks come last. */
import { functionalStatuses } from '#shared/domain/functional-status';
import type { ListedAsset } from './listing';

export const sortable = [
  'assetNumber',
  'category',
  'type',
  'manufacturer',
  'model',
  'catalogue',
  'status',
  'since',
  'checked',
  'serialNumber',
  'store',
  'location',
  'installed',
  'replacement',
  'needsReplacement',
  'notes',
] as const;
export type SortColumn = (typeof sortable)[number];

export const isSortColumn = (text: string): text is SortColumn => sortable.some((name) => name === text);

export interface Sort {
  column: SortColumn;
  direction: 'ascending' | 'descending';
}

const standardSort: Sort = { column: 'assetNumber', direction: 'ascending' };

/** `type` upwards, `-type` downwards; a text that is no column sorts by number. */
export function readSort(text: string | null): Sort {
  const direction = text?.startsWith('-') ? 'descending' : 'ascending';
  const column = sortable.find((name) => name === text?.replace(/^-/, ''));
  return column ? { column, direction } : standardSort;
}

/** The order as it stands in the address; undefined for the standard order. */
export function writeSort({ column, direction }: Sort): string | undefined {
  if (column === standardSort.column && direction === standardSort.direction) return undefined;
  return direction === 'descending' ? `-${column}` : column;
}

/** Pressing a column's head sorts by it, and again the other way round. */
export const pressed = (sort: Sort, column: SortColumn): Sort =>
  sort.column === column && sort.direction === 'ascending'
    ? { column, direction: 'descending' }
    : { column, direction: 'ascending' };

function keyOf(asset: ListedAsset, column: SortColumn): string {
  if (column === 'status') return asset.status ? String(functionalStatuses.indexOf(asset.status)) : '';
  if (column === 'needsReplacement') return asset.needsReplacement ? '1' : '2';
  if (column === 'catalogue') return asset.code;
  return asset[column];
}

type Compare = (a: string, b: string) => number;

/** The assets by their number, equal ones by their id: the order that every other one begins with. */
export function byNumber(assets: readonly ListedAsset[], locale: string): ListedAsset[] {
  const places = placesOf(
    assets.map(({ assetNumber }) => assetNumber),
    locale,
  );
  const keyed = assets.map((asset) => ({ asset, place: places.get(asset.assetNumber) ?? Infinity }));
  keyed.sort((a, b) => (a.place === b.place ? (a.asset.id < b.asset.id ? -1 : 1) : a.place - b.place));
  return keyed.map(({ asset }) => asset);
}

/** Sorted copies of rows that are in the order of numbers already, as equal ones stay. */
export function sorted(
  numbered: readonly ListedAsset[],
  { column, direction }: Sort,
  locale: string,
): readonly ListedAsset[] {
  if (column === 'assetNumber') return direction === 'ascending' ? numbered : [...numbered].reverse();
  const keys = numbered.map((asset) => keyOf(asset, column));
  const places = placesOf(keys, locale);
  const sign = direction === 'descending' ? -1 : 1;
  const keyed = numbered.map((asset, index) => ({ asset, place: places.get(keys[index] ?? '') }));
  keyed.sort((a, b) => {
    if (a.place === b.place) return 0;
    // blanks stand last, both ways
    if (a.place === undefined || b.place === undefined) return a.place === undefined ? 1 : -1;
    return sign * (a.place - b.place);
  });
  return keyed.map(({ asset }) => asset);
}

/**
 * The rank of each text among all of them; texts that the language does not tell apart share a rank, blanks have none. To
 * compare two texts is dear, so each is compared once, however many rows have it.
 */
function placesOf(texts: readonly string[], locale: string): ReadonlyMap<string, number> {
  const distinct = new Set(texts);
  distinct.delete('');
  const { keys, compare } = comparable([...distinct], locale);
  const order = [...distinct].sort((a, b) => compare(keys.get(a) ?? a, keys.get(b) ?? b));
  const places = new Map<string, number>();
  let before: string | undefined;
  let place = 0;
  for (const [index, text] of order.entries()) {
    const key = keys.get(text) ?? text;
    if (before !== undefined && compare(before, key) !== 0) place = index;
    places.set(text, place);
    before = key;
  }
  return places;
}

/** Plain letters and figures, such as most numbers are, need no language; that is ten times quicker. */
const isPlain = (text: string): boolean => /^[\w ./-]*$/.test(text);
const byCode: Compare = (a, b) => (a === b ? 0 : a < b ? -1 : 1);

function comparable(
  texts: readonly string[],
  locale: string,
): { keys: ReadonlyMap<string, string>; compare: Compare } {
  if (!texts.every(isPlain))
    return {
      keys: new Map(),
      compare: new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare,
    };
  const keyOfText = (text: string): string =>
    text.toLowerCase().replace(/\d+/g, (figures) => figures.padStart(16, '0'));
  return { keys: new Map(texts.map((text) => [text, keyOfText(text)])), compare: byCode };
}
