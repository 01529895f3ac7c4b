/**
 * The pieces in which the assets of a country are looked through: some stores each, or a range of numbers. One piece takes a few
 * milliseconds, and other calls are answered between two.
 */
import type { AssetQuery } from '../../port/rows';
import type { Param } from '../sql';
import { countAssets } from './asset-counts';
import type { RowsQuery } from './rows-view';

export interface Piece {
  /** the table, by the index that finds the piece */
  from: string;
  where: string;
  params: Param[];
}

/** Assets of one piece, about. */
const AT_ONCE = 4000;
/** Stores of one piece, where nobody counts what lies in each. */
const FEW = 100;

export function piecesOf(parts: RowsQuery, { storeIds }: Pick<AssetQuery, 'storeIds'>): Piece[] {
  const count = Math.max(1, countAssets(parts, { ...(storeIds && { storeIds }) }));
  return storeIds
    ? byStores(parts.numbers.knownStores(storeIds), Math.ceil(count / AT_ONCE))
    : byNumbers(parts, Math.ceil(count / AT_ONCE));
}

/** The pieces in which the assets of a few stores are looked through, of those that a query asks for. */
export function piecesOfFew(
  { numbers }: RowsQuery,
  few: readonly number[],
  { storeIds }: Pick<AssetQuery, 'storeIds'>,
): Piece[] {
  const asked = storeIds && new Set(numbers.knownStores(storeIds));
  const stores = asked ? few.filter((store) => asked.has(store)) : few;
  return byStores(stores, Math.ceil(stores.length / FEW));
}

function byStores(stores: readonly number[], pieces: number): Piece[] {
  const each = Math.ceil(stores.length / pieces);
  const found: Piece[] = [];
  for (let from = 0; from < stores.length; from += each)
    found.push({
      from: 'assets a INDEXED BY assets_store',
      where: 'a.store IN (SELECT value FROM json_each(?))',
      params: [JSON.stringify(stores.slice(from, from + each))],
    });
  return found;
}

/** Assets are numbered together with all other entities. */
function byNumbers({ sql }: RowsQuery, pieces: number): Piece[] {
  const last = sql.get<{ last: number | null }>('SELECT max(id) AS last FROM assets')?.last ?? 0;
  const each = Math.ceil(last / pieces);
  return Array.from({ length: last === 0 ? 0 : pieces }, (_, index) => ({
    from: 'assets a NOT INDEXED',
    where: 'a.id > ? AND a.id <= ?',
    params: [index * each, (index + 1) * each],
  }));
}
