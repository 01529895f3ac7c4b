/** Finding catalogue items: words, filters and order, over thousands of items at every keystroke. */
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import { folded } from '#shared/same-text';

export const sortColumns = ['code', 'manufacturer', 'model', 'type'] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface CatalogueQuery {
  /** words, each of which must occur in code, manufacturer or model */
  q: string;
  subCatalogue: string;
  categoryId: string;
  typeId: string;
  /** retired items instead of those in use */
  retired: boolean;
  sort: SortColumn;
  descending: boolean;
}

/** An item with what searching and sorting ask of it, made ready once. */
export interface Entry<Item extends CatalogueItem = CatalogueItem> {
  item: Item;
  typeName: string;
  /** code, manufacturer and model, folded */
  words: string;
}

export function entriesOf<Item extends CatalogueItem>(
  items: readonly Item[],
  typeName: (typeId: string) => string,
): Entry<Item>[] {
  return items.map((item) => ({
    item,
    typeName: typeName(item.typeId),
    words: folded(`${item.code} ${item.manufacturer ?? ''} ${item.model}`),
  }));
}

/** The entries that fit, in the order asked for; equal ones by code. */
export function found<Item extends CatalogueItem>(
  entries: readonly Entry<Item>[],
  query: CatalogueQuery,
  locale?: string,
): Entry<Item>[] {
  const words = folded(query.q).split(/\s+/).filter(Boolean);
  const fitting = entries.filter(
    (entry) => fits(entry, query) && words.every((word) => entry.words.includes(word)),
  );
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const direction = query.descending ? -1 : 1;
  return fitting.sort(
    (a, b) =>
      direction * compare(sortText(a, query.sort), sortText(b, query.sort)) ||
      compare(a.item.code, b.item.code),
  );
}

function fits({ item }: Entry, query: CatalogueQuery): boolean {
  return (
    (item.deletedAt !== undefined) === query.retired &&
    (query.subCatalogue === '' || item.subCatalogue === query.subCatalogue) &&
    (query.categoryId === '' || item.categoryId === query.categoryId) &&
    (query.typeId === '' || item.typeId === query.typeId)
  );
}

function sortText({ item, typeName }: Entry, sort: SortColumn): string {
  return sort === 'type' ? typeName : (item[sort] ?? '');
}
