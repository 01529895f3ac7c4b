/** The catalogue's search and filters as they stand in the address, so that a link or the way back finds the same list. */
import type { CatalogueQuery } from './search';

/** `sort=-model` is by model, downwards. */
export function readListQuery(query: URLSearchParams): CatalogueQuery {
  const text = (name: string): string => query.get(name) ?? '';
  const sort = text('sort').replace(/^-/, '');
  return {
    q: text('q'),
    subCatalogue: text('sub'),
    categoryId: text('category'),
    typeId: text('type'),
    retired: text('show') === 'retired',
    sort: sort || 'code',
    descending: text('sort').startsWith('-'),
  };
}

/** Keys for the address; a usual value is left out of it. */
export function writeListQuery(query: CatalogueQuery): Record<string, string | undefined> {
  const sort = `${query.descending ? '-' : ''}${query.sort}`;
  return {
    q: query.q,
    sub: query.subCatalogue,
    category: query.categoryId,
    type: query.typeId,
    show: query.retired ? 'retired' : undefined,
    sort: sort === 'code' ? undefined : sort,
  };
}

/** The number of filters that are on, the words aside. */
export const filtersOn = ({ subCatalogue, categoryId, typeId, retired }: CatalogueQuery): number =>
  [subCatalogue !== '', categoryId !== '', typeId !== '', retired].filter(Boolean).length;
