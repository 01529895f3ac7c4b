/** What a query for assets asks of each, but for the stores, as conditions over `assets a` and, where it has words, `asset_texts t`. */
import { codeOf, makerCode, searchWords } from '../../row-columns';
import { leftService } from '#shared/domain/functional-status';
import type { AssetQuery } from '../../port/rows';
import type { Param } from '../sql';
import { statusCode } from './status-codes';

export interface Filter {
  where: string[];
  params: Param[];
  /** the texts are looked through */
  hasWords: boolean;
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
  { where, params, hasWords }: Filter,
  { q, named }: AssetQuery,
  storesOf: (ids: readonly string[]) => number[],
): Filter {
  const added = searchWords(q).map((word) => {
    const known = named?.get(word);
    const stores = storesOf(known?.storeIds ?? []);
    const either: [string, Param][] = [['instr(t.text, ?) > 0', word]];
    if (stores.length > 0) either.push(inStores(stores));
    if (known && known.itemIds.length > 0) either.push([oneOf('a.item'), codesOf(known.itemIds)]);
    if (known && known.typeIds.length > 0) either.push([oneOf('a.type'), codesOf(known.typeIds)]);
    return either;
  });
  return {
    where: [...where, ...added.map((either) => `(${either.map(([condition]) => condition).join(' OR ')})`)],
    params: [...params, ...added.flatMap((either) => either.map(([, param]) => param))],
    hasWords,
  };
}

/** Stores from which on a list of them costs more than a byte for each store of the country. */
const MANY = 500;

/** A word such as *clinic* may name most stores of a country. */
function inStores(stores: readonly number[]): [string, Param] {
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
