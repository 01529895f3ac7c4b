/** What the fleet API asks, answered from memory. */
import type { FileReference } from '#shared/domain/file-reference';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import { fromCursor, toCursor, type Position } from '../cursor';
import { refKey, type NewChange } from '../port';
import { searchText, searchWords } from '../row-columns';
import type { AssetItem, AssetQuery, AssetSort, Page, Problem, ProblemQuery, RowReader } from '../row-port';
import type { MemoryDatabase } from './database';
import { filesOf, liveAssets, logsOf, rowTablesOf, type RowTables } from './rows';
import type { Table } from './table';
import { usageOf } from './usage';

export function memoryRowReader(memory: MemoryDatabase): RowReader {
  const tables = rowTablesOf(memory);
  const placements = memory.table<string, string[]>('placements');
  return {
    assets: (query) => memory.read(() => findAssets(tables, query)),
    asset: (id) => memory.read(() => itemOf(tables, id)),
    logsOf: (assetId) => memory.read(() => logsOf(tables, assetId)),
    filesOf: (ownerIds) => memory.read(() => filesOf(tables, ownerIds)),
    problems: (query) => memory.read(() => findProblems(tables, query)),
    row: (entity, id) => memory.read(() => tables.of(entity).get(id)?.row),
    all: (entity) =>
      memory.read(() =>
        tables
          .of(entity)
          .entries()
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([, { row }]) => row),
      ),
    fileOf: (sha256, storeIds) => memory.read(() => fileOf(tables, placements, sha256, storeIds)),
    isFileOf: (sha256, storeIds) =>
      memory.read(() => fileOf(tables, placements, sha256, storeIds) !== undefined),
    isHeld: (sha256, since) => memory.read(() => isHeld(memory, tables, sha256, since)),
    usage: (of) => memory.read(() => usageOf(tables, of)),
    countByStatus: (storeIds) => memory.read(() => countByStatus(tables, storeIds)),
  };
}

function fileOf(
  tables: RowTables,
  placements: Table<string, string[]>,
  sha256: string,
  storeIds?: readonly string[],
): FileReference | undefined {
  const placesOf = (id: string, storeId = ''): string[] => [
    storeId,
    ...(placements.get(refKey({ entity: 'file', id })) ?? []),
  ];
  return tables
    .of('file')
    .entries()
    .filter(([, { row }]) => row.sha256 === sha256 || row.thumbnailSha256 === sha256)
    .filter(
      ([id, { storeId }]) => !storeIds || placesOf(id, storeId).some((place) => storeIds.includes(place)),
    )
    .map(([, { row }]) => row)
    .sort((a, b) => (a.id < b.id ? -1 : 1))[0];
}

function isHeld(memory: MemoryDatabase, tables: RowTables, sha256: string, since?: string): boolean {
  const isNews = (id: string): boolean =>
    memory
      .table<number, NewChange>('changes')
      .values()
      .some(({ change, receivedAt }) => change.entityId === id && receivedAt >= (since ?? ''));
  return tables
    .of('file')
    .values()
    .filter(({ row }) => row.sha256 === sha256 || row.thumbnailSha256 === sha256)
    .some(({ row }) => since === undefined || row.deletedAt === undefined || isNews(row.id));
}

function itemOf(tables: RowTables, id: string): AssetItem | undefined {
  const asset = tables.of('asset').get(id)?.row;
  if (!asset) return undefined;
  const problems = tables.problems
    .values()
    .flat()
    .filter((problem) => problem.assetId === id);
  return {
    ...asset,
    ...tables.statuses.get(id),
    problems: problems.sort((a, b) => (a.since < b.since ? -1 : 1)),
  };
}

const sortedBy: Record<AssetSort, (item: AssetItem) => string> = {
  assetNumber: (item) => item.assetNumber,
  '-assetNumber': (item) => item.assetNumber,
  status: (item) => item.functionalStatus ?? '',
  '-status': (item) => item.functionalStatus ?? '',
  modifiedAt: (item) => item.modifiedAt,
  '-modifiedAt': (item) => item.modifiedAt,
  statusSince: (item) => item.statusSince ?? '',
  '-statusSince': (item) => item.statusSince ?? '',
};

function findAssets(tables: RowTables, query: AssetQuery): Page<AssetItem> {
  const sort = query.sort ?? 'assetNumber';
  const keyOf = (item: AssetItem): Position => [sortedBy[sort](item), item.id];
  const all = tables
    .of('asset')
    .entries()
    .flatMap(([id]) => itemOf(tables, id) ?? [])
    .filter((item) => fits(item, query));
  return pageOf(all, keyOf, query, sort.startsWith('-') ? -1 : 1);
}

function fits(item: AssetItem, { storeIds, statuses, q, includeDeleted }: AssetQuery): boolean {
  const text = searchText(item);
  return (
    (includeDeleted === true || item.deletedAt === undefined) &&
    (!storeIds || storeIds.includes(item.storeId)) &&
    (!statuses || (item.functionalStatus !== undefined && statuses.includes(item.functionalStatus))) &&
    searchWords(q).every((word) => text.includes(word))
  );
}

const compare = (a: Position, b: Position): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;

function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => Position,
  query: { limit: number; cursor?: string },
  direction: 1 | -1,
): Page<T> {
  const from = fromCursor(query.cursor);
  const rest = all
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => !from || compare(key, from) * direction > 0)
    .sort((a, b) => compare(a.key, b.key) * direction);
  const shown = rest.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    ...(rest.length > query.limit && last && { nextCursor: toCursor(last.key) }),
    total: all.length,
  };
}

function findProblems(tables: RowTables, query: ProblemQuery): Page<Problem> {
  const { storeIds } = query;
  const all = tables.problems
    .values()
    .flat()
    .filter(({ storeId }) => !storeIds || storeIds.includes(storeId ?? ''));
  const keyOf = ({ since, entityId, changeId, code, field }: Problem): Position => [
    since,
    `${entityId}/${changeId}/${code}/${field ?? ''}`,
  ];
  return pageOf(all, keyOf, query, 1);
}

function countByStatus(
  tables: RowTables,
  storeIds?: readonly string[],
): Partial<Record<FunctionalStatus | 'UNKNOWN', number>> {
  const counts: Partial<Record<FunctionalStatus | 'UNKNOWN', number>> = {};
  for (const asset of liveAssets(tables)) {
    if (storeIds && !storeIds.includes(asset.storeId)) continue;
    const status = tables.statuses.get(asset.id)?.functionalStatus ?? 'UNKNOWN';
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
