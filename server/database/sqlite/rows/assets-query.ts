/** The fleet's assets by filters, one page at a time, from an index: a page costs the same wherever it lies. */
import type { Position } from '../../cursor';
import { fromCursor, toCursor } from '../../cursor';
import { markOf, searchWords } from '../../row-columns';
import type { AssetItem, AssetQuery, AssetSort, Page } from '../../port/rows';
import type { Param } from '../sql';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import { countAssets, countByStatus } from './asset-counts';
import { statusCode, statusOfCode } from './assets';
import { toItems, type ListedAsset, type ReadProblems } from './asset-items';
import type { RowsQuery } from './rows-view';

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

interface Filter {
  where: string[];
  params: Param[];
  /** few assets fit: they are looked up and sorted, rather than looked for along an index that is sorted already */
  isNarrow?: boolean;
}

/** Assets up to which those that fit are looked up and sorted. */
const FEW = 5000;

export function findAssets(parts: RowsQuery, query: AssetQuery, problems: ReadProblems): Page<AssetItem> {
  const { column, descends } = columns[query.sort ?? 'assetNumber'];
  const filter = filterOf(parts, query);
  const from = positionOf(query.cursor, column, descends);
  const order = descends ? 'DESC' : 'ASC';
  const rows = parts.sql.all<ListedAsset & { sorted: string | number }>(
    `SELECT id, status, since, said, ${column} AS sorted FROM assets WHERE ${[...filter.where, ...from.where].join(' AND ')}
     ORDER BY ${filter.isNarrow ? '+' : ''}${column} ${order}, id ${order} LIMIT ?`,
    ...filter.params,
    ...from.params,
    query.limit + 1,
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: toItems(parts, shown, problems),
    ...(rows.length > query.limit && last && { nextCursor: toCursor([last.sorted, String(last.id)]) }),
    total: totalOf(parts, query, filter),
  };
}

function totalOf(parts: RowsQuery, query: AssetQuery, { where, params }: Filter): number {
  if (!query.includeDeleted && isCounted(query)) return countAssets(parts, query);
  const counted = `SELECT count(*) AS total FROM assets WHERE ${where.join(' AND ')}`;
  return parts.sql.get<{ total: number }>(counted, ...params)?.total ?? 0;
}

/** True for queries by stores and statuses alone, of which counts are kept. */
const isCounted = ({ q, typeId, sinceBefore }: Partial<AssetQuery>): boolean =>
  searchWords(q).length === 0 && typeId === undefined && sinceBefore === undefined;

/** The assets in use that a query finds, counted by status; one that no log gives a status is `UNKNOWN`. */
export function countFound(
  parts: RowsQuery,
  query: Omit<AssetQuery, 'limit' | 'statuses'>,
): Partial<Record<FunctionalStatus | 'UNKNOWN', number>> {
  if (isCounted(query)) return countByStatus(parts, query.storeIds);
  const { where, params } = filterOf(parts, { ...query, limit: 1 });
  const counted = parts.sql.all<{ status: number; count: number }>(
    `SELECT status, count(*) AS count FROM assets WHERE ${where.join(' AND ')} GROUP BY status`,
    ...params,
  );
  return Object.fromEntries(counted.map(({ status, count }) => [statusOfCode(status) ?? 'UNKNOWN', count]));
}

function filterOf(parts: RowsQuery, query: AssetQuery): Filter {
  const filter: Filter = { where: [query.includeDeleted ? 'deleted IN (0, 1)' : 'deleted = 0'], params: [] };
  const stores = query.storeIds && parts.numbers.knownStores(query.storeIds);
  const statuses = query.statuses?.map(statusCode);
  for (const [column, values] of [
    ['store', stores],
    ['status', statuses],
  ] as const) {
    const [only] = values ?? [];
    if (values?.length === 1 && only !== undefined) and(filter, `${column} = ?`, only);
    else if (values) and(filter, `${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values));
  }
  if (stores || statuses) filter.isNarrow = countAssets(parts, query) <= FEW;
  addLength(filter, query);
  return withWords(parts, filter, textsOf(query));
}

function and({ where, params }: Filter, condition: string, param: Param): void {
  where.push(condition);
  params.push(param);
}

/** Cuts a list to the assets whose status lasts at least since a moment. */
function addLength(filter: Filter, { sinceBefore }: AssetQuery): void {
  if (sinceBefore !== undefined) and(filter, `since <> '' AND since <= ?`, sinceBefore);
}

/** The words of a query, and the mark of its type. */
function textsOf({ q, named, typeId }: AssetQuery): Filter {
  const words = holding(searchWords(q), named);
  if (typeId !== undefined) and(words, 'instr(text, ?) > 0', markOf(typeId));
  return words;
}

/** Each word stands in the text of the asset, or names its model, its type or its store. */
function holding(words: readonly string[], named: AssetQuery['named']): Filter {
  const wanted = words.map((word) => [word, ...(named?.get(word) ?? []).map(markOf)]);
  return {
    where: wanted.map((texts) => `(${texts.map(() => 'instr(text, ?) > 0').join(' OR ')})`),
    params: wanted.flat(),
  };
}

/** Up to FEW + 1 assets whose text fits, from the narrow table. */
const idsWith = ({ sql }: RowsQuery, { where, params }: Filter): number[] =>
  sql
    .all<{ id: number }>(
      `SELECT id FROM asset_texts WHERE ${where.join(' AND ')} LIMIT ?`,
      ...params,
      FEW + 1,
    )
    .map(({ id }) => id);

function withWords(parts: RowsQuery, filter: Filter, words: Filter): Filter {
  if (words.where.length === 0) return filter;
  const { where, params } = filter;
  const ids = idsWith(parts, words);
  if (ids.length > FEW) {
    const fits = `EXISTS (SELECT 1 FROM asset_texts WHERE asset_texts.id = assets.id AND ${words.where.join(' AND ')})`;
    return { where: [...where, fits], params: [...params, ...words.params] };
  }
  const isOne = 'id IN (SELECT value FROM json_each(?))';
  return { where: [...where, isOne], params: [...params, JSON.stringify(ids)], isNarrow: true };
}

/** A cursor that is not one of ours reads as none. */
function positionOf(cursor: string | undefined, column: string, descends: boolean): Filter {
  const at: Position | undefined = fromCursor(cursor);
  const id = Number(at?.[1]);
  if (!at || !Number.isInteger(id)) return { where: [], params: [] };
  return { where: [`(${column}, id) ${descends ? '<' : '>'} (?, ?)`], params: [at[0], id] };
}
