/**
 * The records that the words of a search name: models, types and stores. An asset of one of them is found as if its own text had the word.
 */
import { allNames } from '#shared/domain/name-in';
import { searchKey } from '#shared/text-folding';
import type { CentralDatabase } from '../database/port/central-database';
import type { Named } from '../database/port/rows';
import { searchWords } from '../database/row-columns';

type Books = Pick<CentralDatabase, 'rows' | 'registry'>;

/** For each word of `q`. */
export async function namedBy(books: Books, q: string | undefined): Promise<Map<string, Named>> {
  const words = [...new Set(searchWords(q))];
  if (words.length === 0) return new Map();
  const known = await namesOfCentralData(books);
  const stores = await books.registry.sites.storesNamed(words);
  const naming = (all: readonly Known[], word: string): string[] =>
    all.flatMap(({ id, text }) => (text.includes(word) ? [id] : []));
  const namedBy = (word: string): Named => ({
    storeIds: stores.get(word) ?? [],
    itemIds: naming(known.items, word),
    typeIds: naming(known.types, word),
  });
  return new Map(words.map((word) => [word, namedBy(word)]));
}

interface Known {
  id: string;
  text: string;
}

async function namesOfCentralData({ rows }: Books): Promise<{ items: Known[]; types: Known[] }> {
  const [items, types, categories, classes] = await Promise.all([
    rows.all('catalogueItem'),
    rows.all('assetType'),
    rows.all('assetCategory'),
    rows.all('assetClass'),
  ]);
  const categoryOf = new Map(categories.map((category) => [category.id, category]));
  const classNames = new Map(classes.map((row) => [row.id, allNames(row).join('\n')]));
  return {
    items: items.map(({ id, code, manufacturer = '', model }) => ({
      id,
      text: searchKey([code, manufacturer, model].join('\n')),
    })),
    types: types.map((type) => {
      const category = categoryOf.get(type.categoryId);
      const above = category ? [...allNames(category), classNames.get(category.classId) ?? ''] : [];
      return { id: type.id, text: searchKey([...allNames(type), ...above].join('\n')) };
    }),
  };
}
