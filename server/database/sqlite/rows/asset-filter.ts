/** What a query for assets asks of each, but for the stores, as conditions over `assets a` and, where it has words, `asset_texts t`. */
import { codeOf, makerCode, searchWords } from '../../row-columns';
import { leftService } from '#shared/domain/functional-status';
import type { AssetQuery, Named } from '../../port/rows';
import type { Param } from '../sql';
import type { Numbers } from './numbers';
import { statusCode } from './status-codes';

export interface Filter {
  where: string[];
  params: Param[];
  /** the texts are looked through */
  hasWords: boolean;
  /** the word that names least, where it names few stores: what it finds is looked for in two ways, that of few stores by their index */
  rarest?: Rarest;
}

interface Rarest {
  /** the word stands in the text, or in the name of the model or the type */
  where: string;
  params: Param[];
  /** the word stands in their names */
  stores: readonly number[];
}

/** A `+` before a column keeps SQLite from another index than the one that a piece is read by. */
export function filterOf(query: AssetQuery): Filter {
  const filter: Filter = { where: [], params: [], hasWords: searchWords(query.q).length > 0 };
  const and = (condition: string, ...params: Param[]): void => {
    filter.where.push(condition);
    filter.params.push(...params);
  };
  and(query.includeDeleted ? '+a.deleted IN (0, 1)' : 'a.deleted = 0');
  if (query.statuses) and(oneOf('+a.status'), JSON.stringify(query.statuses.map(statusCode)));
  if (query.sinceBefore !== undefined) and(`+a.since <> '' AND +a.since <= ?`, query.sinceBefore);
  if (query.checkedBefore !== undefined)
    and(`a.checked <> '' AND a.checked < ? AND NOT (${oneOf('+a.status')})`, query.checkedBefore, outOfUse);
  if (query.typeId !== undefined) and('a.type = ?', codeOf(query.typeId));
  if (query.reasonId !== undefined) and('a.reason = ?', codeOf(query.reasonId));
  if (query.hasPhoto !== undefined) and('a.photo = ?', query.hasPhoto ? 1 : 0);
  if (query.maker)
    // a name of nothing but spaces is no maker: 0 stands for those that have none
    and(
      `(a.maker = ? AND a.maker <> 0 OR ${oneOf('a.item')})`,
      makerCode(query.maker.name),
      codesOf(query.maker.itemIds),
    );
  return filter;
}

const outOfUse = JSON.stringify(leftService.map(statusCode));

const oneOf = (column: string): string => `${column} IN (SELECT value FROM json_each(?))`;

const codesOf = (ids: readonly string[]): string => JSON.stringify(ids.map(codeOf));

/** Adds that each word stands in the text of the asset, or in the name of its model, its type or its store. */
export function withWords(
  { where, params }: Filter,
  { q, named }: AssetQuery,
  stores: Pick<Numbers, 'knownStores' | 'areAllStores'>,
): Filter {
  const words = searchWords(q).flatMap((word) => {
    const known = named?.get(word);
    const inThese = stores.knownStores(known?.storeIds ?? []);
    return stores.areAllStores(inThese)
      ? []
      : { text: inText(word, known), stores: inThese, breadth: breadthOf(known) };
  });
  // what lacks the word that names least is asked for no other
  words.sort((a, b) => a.breadth - b.breadth);
  const [first] = words;
  const rarest =
    first && first.stores.length < FEW ? { ...either(first.text), stores: first.stores } : undefined;
  const others = (rarest ? words.slice(1) : words).map((word) =>
    either([...(word.stores.length > 0 ? [inStores(word.stores)] : []), ...word.text]),
  );
  return {
    where: [...where, ...others.map((other) => other.where)],
    params: [...params, ...others.flatMap((other) => other.params)],
    hasWords: words.length > 0,
    ...(rarest && { rarest }),
  };
}

type Condition = [string, Param];

/** The text last: it is not read where something else fits. */
const inText = (word: string, known: Named | undefined): Condition[] => [
  ...(known && known.itemIds.length > 0 ? [[oneOf('a.item'), codesOf(known.itemIds)] as Condition] : []),
  ...(known && known.typeIds.length > 0 ? [[oneOf('a.type'), codesOf(known.typeIds)] as Condition] : []),
  ['instr(t.text, ?) > 0', word],
];

const either = (conditions: readonly Condition[]): Pick<Rarest, 'where' | 'params'> => ({
  where: `(${conditions.map(([condition]) => condition).join(' OR ')})`,
  params: conditions.map(([, param]) => param),
});

const breadthOf = (named: Named | undefined): number =>
  named === undefined ? 0 : named.storeIds.length + named.itemIds.length + named.typeIds.length;

/** Stores whose assets are sooner read by their index than each asset of a country is asked for its store. */
const FEW = 4000;
/** Stores from which on a list of them costs more than a byte for each store of the country. */
const MANY = 500;

/** A word such as *clinic* may name most stores of a country. */
function inStores(stores: readonly number[]): Condition {
  if (stores.length < MANY) return [oneOf('+a.store'), JSON.stringify(stores)];
  const last = stores.reduce((most, store) => Math.max(most, store), 0);
  const isNamed = new Uint8Array(last + 1);
  for (const store of stores) isNamed[store] = 1;
  return [`substr(?, a.store + 1, 1) = x'01'`, isNamed];
}

/** True for queries by stores and statuses alone, of which counts are kept. */
export const isCounted = (query: Partial<AssetQuery>): boolean =>
  searchWords(query.q).length === 0 &&
  [query.typeId, query.sinceBefore, query.checkedBefore, query.reasonId, query.maker, query.hasPhoto].every(
    (asked) => asked === undefined,
  );
