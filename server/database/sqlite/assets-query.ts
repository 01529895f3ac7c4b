/** The fleet's assets by filters, one page at a time, from an index: a page costs the same wherever it lies. */
import type { Position } from '../cursor';
import { fromCursor, toCursor } from '../cursor';
import { markOf, searchWords } from '../row-columns';
import type { AssetItem, AssetQuery, AssetSort, Page } from '../port/rows';
import { readRow, readStored } from './stored-json';
import { countAssets } from './asset-counts';
import { PROBLEM_COLUMNS, toProblem, type ProblemRow } from './problems';
import type { Param, Sql } from './sql';

const columns: Record<AssetSort, { column: string; descends: boolean }> = {
  assetNumber: { column: 'asset_number', descends: false },
  '-assetNumber': { column: 'asset_number', descends: true },
  status: { column: 'functional_status', descends: false },
  '-status': { column: 'functional_status', descends: true },
  modifiedAt: { column: 'modified_at', descends: false },
  '-modifiedAt': { column: 'modified_at', descends: true },
  statusSince: { column: 'status_since', descends: false },
  '-statusSince': { column: 'status_since', descends: true },
};

interface Filter {
  where: string[];
  params: Param[];
  /** few ids fit: they are looked up and sorted, rather than looked for along an index that is sorted already */
  isNarrow?: boolean;
}

/** Assets up to which a search is answered by their ids. */
const FEW = 5000;

/** Up to FEW + 1 assets whose text holds all words, from the narrow index. */
const idsWith = (sql: Sql, { where, params }: Filter, deleted: string): string[] =>
  sql
    .all<{ id: string }>(
      `SELECT id FROM assets INDEXED BY assets_search WHERE ${[deleted, ...where].join(' AND ')} LIMIT ?`,
      ...params,
      FEW + 1,
    )
    .map(({ id }) => id);

/** Each word stands in the text of the asset, or names what the asset is of. */
function holding(words: readonly string[], named: AssetQuery['named']): Filter {
  const wanted = words.map((word) => [word, ...(named?.get(word) ?? []).map(markOf)]);
  return {
    where: wanted.map((texts) => `(${texts.map(() => 'instr(search, ?) > 0').join(' OR ')})`),
    params: wanted.flat(),
  };
}

export function findAssets(sql: Sql, query: AssetQuery): Page<AssetItem> {
  const { column, descends } = columns[query.sort ?? 'assetNumber'];
  const filter = filterOf(sql, query);
  const from = positionOf(query.cursor, column, descends);
  const order = descends ? 'DESC' : 'ASC';
  const rows = sql.all<AssetRow & { sorted: string }>(
    `SELECT id, json, status, ${column} AS sorted FROM assets WHERE ${[...filter.where, ...from.where].join(' AND ')}
     ORDER BY ${filter.isNarrow ? '+' : ''}${column} ${order}, id ${order} LIMIT ?`,
    ...filter.params,
    ...from.params,
    query.limit + 1,
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: withProblems(sql, shown),
    ...(rows.length > query.limit && last && { nextCursor: toCursor([last.sorted, last.id]) }),
    total: totalOf(sql, query, filter),
  };
}

function totalOf(sql: Sql, query: AssetQuery, { where, params }: Filter): number {
  if (!query.includeDeleted && searchWords(query.q).length === 0) return countAssets(sql, query);
  const counted = `SELECT count(*) AS total FROM assets WHERE ${where.join(' AND ')}`;
  return sql.get<{ total: number }>(counted, ...params)?.total ?? 0;
}

function filterOf(sql: Sql, { storeIds, statuses, q, named, includeDeleted }: AssetQuery): Filter {
  const filter: Filter = { where: [includeDeleted ? 'deleted IN (0, 1)' : 'deleted = 0'], params: [] };
  const and = (where: string, param: Param): void => {
    filter.where.push(where);
    filter.params.push(param);
  };
  if (storeIds?.length === 1 && storeIds[0] !== undefined) and('store_id = ?', storeIds[0]);
  else if (storeIds) and('store_id IN (SELECT value FROM json_each(?))', JSON.stringify(storeIds));
  if (statuses?.length === 1 && statuses[0] !== undefined) and('functional_status = ?', statuses[0]);
  else if (statuses) and('functional_status IN (SELECT value FROM json_each(?))', JSON.stringify(statuses));
  return withWords(sql, filter, holding(searchWords(q), named));
}

function withWords(sql: Sql, { where, params }: Filter, words: Filter): Filter {
  if (words.where.length === 0) return { where, params };
  const ids = idsWith(sql, words, where[0] ?? '');
  if (ids.length > FEW) return { where: [...where, ...words.where], params: [...params, ...words.params] };
  const isOne = 'id IN (SELECT value FROM json_each(?))';
  return { where: [...where, isOne], params: [...params, JSON.stringify(ids)], isNarrow: true };
}

function positionOf(cursor: string | undefined, column: string, descends: boolean): Filter {
  const at: Position | undefined = fromCursor(cursor);
  if (!at) return { where: [], params: [] };
  return { where: [`(${column}, id) ${descends ? '<' : '>'} (?, ?)`], params: at };
}

export interface AssetRow {
  id: string;
  json: string;
  status: string;
}

export function withProblems(sql: Sql, rows: readonly AssetRow[]): AssetItem[] {
  return rows.map(({ id, json, status }) => ({
    ...readRow<'asset'>(json),
    ...readStored<Partial<AssetItem>>(status),
    problems: sql
      .all<ProblemRow>(`SELECT ${PROBLEM_COLUMNS} FROM problems WHERE asset_id = ? ORDER BY since`, id)
      .map(toProblem),
  }));
}
