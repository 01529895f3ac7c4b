/** Rows and problems in memory. */
import type { Asset } from '#shared/domain/asset';
import { compareLogs, type AssetLog, type CurrentStatus } from '#shared/domain/asset-log';
import type { EntityName, RowOf } from '#shared/domain/entities';
import type { FileReference } from '#shared/domain/file-reference';
import { nameKey } from '#shared/domain/known-by';
import { isRetired } from '#shared/domain/rules/known-by';
import { refKey, type EntityRef } from '../port';
import type { Problem, PutRow, RowWriter } from '../row-port';
import type { MemoryDatabase } from './database';
import type { Table } from './table';

export interface RowTables {
  of: <E extends EntityName>(entity: E) => Table<string, { row: RowOf<E>; storeId: string | undefined }>;
  statuses: Table<string, CurrentStatus | undefined>;
  problems: Table<string, Problem[]>;
}

export const rowTablesOf = (memory: MemoryDatabase): RowTables => ({
  of: (entity) => memory.table(`rows_${entity}`),
  statuses: memory.table('statuses'),
  problems: memory.table('problems'),
});

/** The logs of an asset, the latest first. */
export const filesOf = (tables: RowTables, ownerIds: readonly string[]): FileReference[] =>
  tables
    .of('file')
    .values()
    .map(({ row }) => row)
    .filter((file) => ownerIds.includes(file.ownerId));

export const logsOf = (tables: RowTables, assetId: string): AssetLog[] =>
  tables
    .of('assetLog')
    .values()
    .map(({ row }) => row)
    .filter((log) => log.assetId === assetId)
    .sort((a, b) => compareLogs(b, a));

/** Answers inside `memory.write`. */
export function memoryRowWriter(memory: MemoryDatabase): RowWriter {
  const tables = rowTablesOf(memory);
  return {
    get: async (entity, id) => tables.of(entity).get(id)?.row,
    assetsNumbered: async (storeId, assetNumber) =>
      liveAssets(tables).filter((asset) => asset.storeId === storeId && asset.assetNumber === assetNumber),
    named: async (entity, key) =>
      tables
        .of(entity)
        .values()
        .map(({ row }) => row)
        .filter((row) => nameKey(entity, row) === key && !isRetired(row)),
    rows: async (entity, ids) => {
      const rows = ids.map((id) => [id, tables.of(entity).get(id)?.row] as const);
      return new Map(rows.flatMap(([id, row]) => (row ? [[id, row]] : [])));
    },
    logsOfAssets: async (assetIds) => new Map(assetIds.map((id) => [id, logsOf(tables, id)])),
    filesOf: async (ownerIds) => filesOf(tables, ownerIds),
    putRows: async (rows) => rows.forEach((row) => put(tables, row)),
    putStatuses: async (statuses) => statuses.forEach((status, id) => tables.statuses.set(id, status)),
    putProblems: async (of, problems) => putProblems(tables, of, problems),
    entitiesWith: async (codes, storeId, limit) => entitiesWith(tables, codes, storeId, limit),
  };
}

function put<E extends EntityName>(tables: RowTables, { entity, id, row, storeId }: PutRow<E>): void {
  if (row) tables.of(entity).set(id, { row, storeId });
}

export const liveAssets = (tables: RowTables): Asset[] =>
  tables
    .of('asset')
    .values()
    .map(({ row }) => row)
    .filter((asset) => asset.deletedAt === undefined);

const isSame = (a: Problem, b: Problem): boolean =>
  a.changeId === b.changeId && a.code === b.code && a.field === b.field;

function putProblems(tables: RowTables, of: readonly EntityRef[], problems: readonly Problem[]): void {
  for (const ref of of) {
    const known = tables.problems.get(refKey(ref)) ?? [];
    const now = problems.filter((problem) => problem.entity === ref.entity && problem.entityId === ref.id);
    tables.problems.set(
      refKey(ref),
      now.map((problem) => ({
        ...problem,
        since: known.find((other) => isSame(other, problem))?.since ?? problem.since,
      })),
    );
  }
}

function entitiesWith(
  tables: RowTables,
  codes: readonly string[],
  storeId: string | undefined,
  limit: number,
): EntityRef[] {
  const fits = (problem: Problem): boolean =>
    codes.includes(problem.code) && (storeId === undefined || problem.storeId === storeId);
  const found = tables.problems.values().flatMap((problems) => problems.filter(fits));
  const refs = found.map(({ entity, entityId }): EntityRef => ({ entity, id: entityId }));
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()].slice(0, limit);
}
