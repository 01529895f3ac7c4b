/**
 * The records that the words of a search name: models, types and stores. An asset of one of them is found as if its own text had the word.
 */
import { allNames } from '#shared/domain/name-in';
import { searchKey } from '#shared/text-folding';
import type { CentralDatabase } from '../database/port/central-database';
import type { Named } from '../database/port/rows';
import { searchWords } from '../database/row-columns';

/** Sites whose stores one word may name. */
const MOST_SITES = 1000;

type Books = Pick<CentralDatabase, 'rows' | 'registry'>;

/** For each word of `q`. */
export async function namedBy(books: Books, q: string | undefined): Promise<Map<string, Named>> {
  const words = [...new Set(searchWords(q))];
  if (words.length === 0) return new Map();
  const known = await namesOfCentralData(books);
  const found = await Promise.all(
    words.map(async (word): Promise<[string, Named]> => {
      const naming = (all: readonly Known[]): string[] => all.flatMap(({ id, text }) => (text.includes(word) ? [id] : [])); // prettier-ignore
      const storeIds = await storesNamed(books, word);
      return [word, { storeIds, itemIds: naming(known.items), typeIds: naming(known.types) }];
    }),
  );
  return new Map(found);
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

/** All stores of a site whose name has the word; else those whose own name has it. */
async function storesNamed({ registry }: Books, word: string): Promise<string[]> {
  const { sites } = await registry.sites.page({ limit: MOST_SITES, q: word, sort: 'code' });
  return sites.flatMap(({ code, name, stores }) => {
    const has = (text: string): boolean => searchKey(text).includes(word);
    const meant = has(`${code}\n${name}`)
      ? stores
      : stores.filter((store) => has(`${store.code}\n${store.name}`));
    return meant.map(({ id }) => id);
  });
}
