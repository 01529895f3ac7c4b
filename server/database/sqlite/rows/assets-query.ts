/**
 * The fleet's assets by filters, one page at a time. Where only statuses are asked for, in all stores, a page is read along an index and
 * costs the same wherever it lies; else the assets are looked through a piece at a time.
 */
import type { Position } from '../../cursor';
import { fromCursor, toCursor } from '../../cursor';
import type { AssetItem, AssetQuery, AssetSort, Page } from '../../port/rows';
import type { Param } from '../sql';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import { countAssets, countByStatus } from './asset-counts';
import { filterOf, isCounted, withWords, type Filter } from './asset-filter';
import { toItems, type ListedAsset, type ReadProblems } from './asset-items';
import { piecesOf, type Piece } from './asset-pieces';
import { statusCode, statusOfCode } from './status-codes';
import type { InPieces, RowsQuery } from './rows-view';

const columns: Record<AssetSort, { column: string; descends: boolean }> = {
  assetNumber: { column: 'number', descends: false },
  '-assetNumber': { column: 'number', descends: true },
  status: { column: 'status', descends: false },
  '-status': { column: 'status', descends: true },
  modifiedAt: { column: 'modified', descends: false },
  '-modifiedAt': { column: 'modified', descends: true },
  statusSince: { column: 'since', descends: false },
  '-statusSince': { column: 'since', descends: true },
};

/** Assets of a status up to which they are looked up and sorted, rather than looked for along an index that is sorted already. */
const FEW = 5000;

/** Assets that are read whole at once. */
const AT_ONCE = 200;

interface Order {
  column: string;
  /** `ASC` or `DESC` */
  way: string;
  /** the condition that cuts to what comes after the cursor */
  after: { where: string[]; params: Param[] };
  limit: number;
}

interface Sorted extends ListedAsset {
  sorted: string | number;
}

export function* findAssets(
  parts: RowsQuery,
  query: AssetQuery,
  problems: ReadProblems,
): InPieces<Page<AssetItem>> {
  const order = orderOf(query);
  const found =
    isCounted(query) && !query.storeIds && !query.includeDeleted
      ? { rows: along(parts, query, order), total: query.withoutTotal ? 0 : countAssets(parts, query) }
      : yield* lookThrough(parts, query, order);
  const shown = found.rows.slice(0, query.limit);
  const last = shown.at(-1);
  const isMore = found.rows.length > query.limit;
  return {
    items: yield* itemsOf(parts, shown, problems),
    ...(isMore && last && { nextCursor: toCursor([last.sorted, String(last.id)]) }),
    total: found.total,
  };
}

function* itemsOf(parts: RowsQuery, shown: readonly Sorted[], problems: ReadProblems): InPieces<AssetItem[]> {
  const items: AssetItem[] = [];
  for (let at = 0; at < shown.length; at += AT_ONCE) {
    if (at > 0) yield;
    items.push(...toItems(parts, shown.slice(at, at + AT_ONCE), problems));
  }
  return items;
}

/** The assets in use that a query finds, counted by status; one that no log gives a status is `UNKNOWN`. */
export function* countFound(
  parts: RowsQuery,
  query: Omit<AssetQuery, 'limit' | 'statuses'>,
): InPieces<Partial<Record<FunctionalStatus | 'UNKNOWN', number>>> {
  if (isCounted(query)) return countByStatus(parts, query.storeIds);
  const filter = filterFor(parts, { ...query, limit: 1 });
  const counts = new Map<number, number>();
  for (const piece of piecesOf(parts, query)) {
    const { text, params } = ofPiece(piece, filter);
    const found = parts.sql.all<{ status: number; count: number }>(
      `SELECT a.status, count(*) AS count ${text} GROUP BY a.status`,
      ...params,
    );
    for (const { status, count } of found) counts.set(status, (counts.get(status) ?? 0) + count);
    yield;
  }
  return Object.fromEntries([...counts].map(([code, count]) => [statusOfCode(code) ?? 'UNKNOWN', count]));
}

const filterFor = ({ numbers }: RowsQuery, query: AssetQuery): Filter =>
  withWords(filterOf(query), query, (ids) => numbers.knownStores(ids));

function along(
  { sql, ...parts }: RowsQuery,
  query: AssetQuery,
  { column, way, after, limit }: Order,
): Sorted[] {
  const { statuses } = query;
  const isNarrow = statuses && countAssets({ sql, ...parts }, query) <= FEW;
  const ofStatus = statuses ? ['a.status IN (SELECT value FROM json_each(?))'] : [];
  return sql.all<Sorted>(
    `${selecting(column)} FROM assets a WHERE ${['a.deleted = 0', ...ofStatus, ...after.where].join(' AND ')}
     ORDER BY ${isNarrow ? '+' : ''}a.${column} ${way}, a.id ${way} LIMIT ?`,
    ...(statuses ? [JSON.stringify(statuses.map(statusCode))] : []),
    ...after.params,
    limit,
  );
}

const selecting = (column: string): string => `SELECT a.id, a.status, a.since, a.said, a.${column} AS sorted`;

/** The first of each piece, then the first of these. Who knows the total reads nothing that lies before the cursor. */
function* lookThrough(
  parts: RowsQuery,
  query: AssetQuery,
  order: Order,
): InPieces<{ rows: Sorted[]; total: number }> {
  const filter = filterFor(parts, query);
  const isKnown = query.withoutTotal === true || (isCounted(query) && !query.includeDeleted);
  let total = isKnown && !query.withoutTotal ? countAssets(parts, query) : 0;
  const pieces = piecesOf(parts, query);
  let firsts: Sorted[] = [];
  for (const piece of pieces) {
    const source = ofPiece(piece, filter);
    const { rows, count } = isKnown
      ? { rows: firstOf(parts, source, order), count: 0 }
      : countedFirst(parts, source, order);
    total += count;
    firsts.push(...rows);
    yield;
    // never all of a country at once: their sorting would hold up everybody
    if (firsts.length >= 2 * order.limit) firsts = firstAmong(parts, firsts, order);
  }
  return { rows: pieces.length <= 1 ? firsts : firstAmong(parts, firsts, order), total };
}

/** With the number of all that a piece holds, on either side of the cursor. */
function countedFirst(
  parts: RowsQuery,
  { text, params }: Source,
  order: Order,
): { rows: Sorted[]; count: number } {
  const found = parts.sql.get<{ ids: string }>(`SELECT json_group_array(a.id) AS ids ${text}`, ...params);
  const ids = found?.ids ?? '[]';
  return ids === '[]'
    ? { rows: [], count: 0 }
    : { rows: firstOf(parts, among(ids), order), count: ids.split(',').length };
}

const firstAmong = (parts: RowsQuery, firsts: readonly Sorted[], order: Order): Sorted[] =>
  firstOf(parts, among(JSON.stringify(firsts.map(({ id }) => id))), order);

interface Source {
  /** from `FROM` on */
  text: string;
  params: Param[];
}

const ofPiece = (piece: Piece, filter: Filter): Source => ({
  text: `FROM ${piece.from} ${filter.hasWords ? 'JOIN asset_texts t ON t.id = a.id' : ''}
    WHERE ${[piece.where, ...filter.where].join(' AND ')}`,
  params: [...piece.params, ...filter.params],
});

const among = (ids: string): Source => ({
  text: 'FROM assets a WHERE a.id IN (SELECT value FROM json_each(?))',
  params: [ids],
});

const firstOf = (
  { sql }: RowsQuery,
  { text, params }: Source,
  { column, way, after, limit }: Order,
): Sorted[] =>
  sql.all<Sorted>(
    `${selecting(column)} ${[text, ...after.where].join(' AND ')} ORDER BY +a.${column} ${way}, +a.id ${way} LIMIT ?`,
    ...params,
    ...after.params,
    limit,
  );

/** A cursor that is not one of ours reads as none. One more than a page holds shows that there is another. */
function orderOf({ sort, cursor, limit }: AssetQuery): Order {
  const { column, descends } = columns[sort ?? 'assetNumber'];
  const at: Position | undefined = fromCursor(cursor);
  const id = Number(at?.[1]);
  const isOurs = at !== undefined && Number.isInteger(id);
  return {
    column,
    way: descends ? 'DESC' : 'ASC',
    after: isOurs
      ? { where: [`(a.${column}, a.id) ${descends ? '<' : '>'} (?, ?)`], params: [at[0], id] }
      : { where: [], params: [] },
    limit: limit + 1,
  };
}
