/** Finding catalogue items: words and filters, over ten thousand items at every keystroke. */
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import { foldCase } from '#shared/same-text';

export interface CatalogueQuery {
  /** words, each of which must occur in code, manufacturer or model */
  q: string;
  subCatalogue: string;
  categoryId: string;
  typeId: string;
  /** retired items too */
  retired: boolean;
  /** the id of a column */
  sort: string;
  descending: boolean;
}

/** An item with the text that is searched, made ready once. */
export interface Entry<Item extends CatalogueItem = CatalogueItem> {
  item: Item;
  /** code, manufacturer and model, folded */
  words: string;
}

export const entriesOf = <Item extends CatalogueItem>(items: readonly Item[]): Entry<Item>[] =>
  items.map((item) => ({ item, words: foldCase(`${item.code} ${item.manufacturer ?? ''} ${item.model}`) }));

/** The items that fit, in the order in which they come. */
export function found<Item extends CatalogueItem>(
  entries: readonly Entry<Item>[],
  query: CatalogueQuery,
): Item[] {
  const words = foldCase(query.q).split(' ').filter(Boolean);
  return entries
    .filter((entry) => fits(entry, query) && words.every((word) => entry.words.includes(word)))
    .map(({ item }) => item);
}

function fits({ item }: Entry, query: CatalogueQuery): boolean {
  return (
    (item.deletedAt === undefined || query.retired) &&
    (query.subCatalogue === '' || item.subCatalogue === query.subCatalogue) &&
    (query.categoryId === '' || item.categoryId === query.categoryId) &&
    (query.typeId === '' || item.typeId === query.typeId)
  );
}
