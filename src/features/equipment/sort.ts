/** The order of the list. Numbers within texts count as numbers, so that HC1-9 stands before HC1-10; blanks come last. */
import { functionalStatuses } from '#shared/domain/functional-status';
import type { ListedAsset } from './listing';

export const sortable = [
  'assetNumber',
  'category',
  'type',
  'manufacturer',
  'model',
  'status',
  'since',
  'serialNumber',
  'store',
  'location',
  'installed',
  'replacement',
  'needsReplacement',
] as const;
export type SortColumn = (typeof sortable)[number];

export interface Sort {
  column: SortColumn;
  direction: 'ascending' | 'descending';
}

export const standardSort: Sort = { column: 'assetNumber', direction: 'ascending' };

/** `type` upwards, `-type` downwards; what is no column sorts by number. */
export function readSort(text: string | null): Sort {
  const direction = text?.startsWith('-') ? 'descending' : 'ascending';
  const column = sortable.find((name) => name === text?.replace(/^-/, ''));
  return column ? { column, direction } : standardSort;
}

/** What stands in the address; nothing for the standard order. */
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
  return asset[column];
}

/** Sorted copies; equal ones stand by number, then by id, so that the order is always the same. */
export function sorted(
  assets: readonly ListedAsset[],
  { column, direction }: Sort,
  locale: string,
): ListedAsset[] {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const sign = direction === 'descending' ? -1 : 1;
  const byNumber = (a: ListedAsset, b: ListedAsset): number =>
    compare(a.assetNumber, b.assetNumber) || (a.id < b.id ? -1 : 1);
  const keyed = assets.map((asset) => ({ asset, key: keyOf(asset, column) }));
  keyed.sort((a, b) => {
    if (a.key === '' || b.key === '')
      return a.key === b.key ? byNumber(a.asset, b.asset) : a.key === '' ? 1 : -1;
    return sign * compare(a.key, b.key) || byNumber(a.asset, b.asset);
  });
  return keyed.map(({ asset }) => asset);
}
