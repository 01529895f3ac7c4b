/** Committed rows of the SQLite database: what the fleet API and screens of central ask. */
import type { FileReference } from '#shared/domain/file-reference';
import { fromCursor, toCursor } from '../cursor';
import type { Page, Problem, ProblemQuery, RowReader } from '../port/rows';
import { readRow } from './stored-json';
import { countByStatus } from './asset-counts';
import { findAssets, withProblems, type AssetRow } from './assets-query';
import type { SqliteFile } from './sqlite-file';
import { PROBLEM_COLUMNS, toProblem, type ProblemRow } from './problems';
import { filesOf, getRow, logsOf } from './row-writer';
import type { Sql } from './sql';
import { usageOf } from './usage';

export function sqliteRowReader(database: SqliteFile): RowReader {
  const read = <T>(query: (sql: Sql) => T): Promise<T> => Promise.resolve().then(() => database.read(query));
  return {
    assets: (query) => read((sql) => findAssets(sql, query)),
    asset: (id) =>
      read(
        (sql) =>
          withProblems(sql, sql.all<AssetRow>('SELECT id, json, status FROM assets WHERE id = ?', id))[0],
      ),
    logsOf: (assetId) => read((sql) => logsOf(sql, assetId)),
    filesOf: (ownerIds) => read((sql) => filesOf(sql, ownerIds)),
    problems: (query) => read((sql) => findProblems(sql, query)),
    row: (entity, id) => read((sql) => getRow(sql, entity, id)),
    all: (entity) =>
      read((sql) =>
        sql
          .all<{ json: string }>(
            entity === 'asset'
              ? 'SELECT json FROM assets WHERE ?1 = ?1 ORDER BY id'
              : 'SELECT json FROM entity_rows WHERE entity = ? ORDER BY id',
            entity,
          )
          .map(({ json }) => readRow(json)),
      ),
    fileOf: (sha256, storeIds) => read((sql) => fileOf(sql, sha256, storeIds)),
    isFileOf: (sha256, storeIds) => read((sql) => fileOf(sql, sha256, storeIds) !== undefined),
    isHeld: (sha256, since) => read((sql) => isHeld(sql, sha256, since)),
    usage: (of) => read((sql) => usageOf(sql, of)),
    countByStatus: (storeIds) => read((sql) => countByStatus(sql, storeIds)),
  };
}

function findProblems(sql: Sql, { storeIds, limit, cursor }: ProblemQuery): Page<Problem> {
  const stores = storeIds ? JSON.stringify(storeIds) : null;
  const [since, key] = fromCursor(cursor) ?? ['', ''];
  const where = '(?1 IS NULL OR store_id IN (SELECT value FROM json_each(?1)))';
  const id = `entity_id || '/' || change_id || '/' || code || '/' || field`;
  const rows = sql.all<ProblemRow & { key: string }>(
    `SELECT ${PROBLEM_COLUMNS}, ${id} AS key FROM problems WHERE ${where} AND since >= ?2 AND (since, ${id}) > (?2, ?3)
     ORDER BY since, key LIMIT ?4`,
    stores,
    since,
    key,
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toProblem),
    ...(rows.length > limit && last && { nextCursor: toCursor([last.since, last.key]) }),
    total:
      sql.get<{ total: number }>(`SELECT count(*) AS total FROM problems WHERE ${where}`, stores)?.total ?? 0,
  };
}

function fileOf(sql: Sql, sha256: string, storeIds?: readonly string[]): FileReference | undefined {
  // where its asset was, and where it was moved
  const found = sql.get<{ json: string }>(
    `SELECT json FROM entity_rows AS file WHERE entity = 'file'
     AND (key = ?1 OR json_extract(json, '$.thumbnailSha256') = ?1) AND (?2 IS NULL
     OR store_id IN (SELECT value FROM json_each(?2)) OR EXISTS (SELECT 1 FROM placements AS placed
      WHERE placed.entity_id = file.id AND placed.entity = 'file' AND placed.store_id IN (SELECT value FROM json_each(?2))))
     ORDER BY id LIMIT 1`,
    sha256,
    storeIds ? JSON.stringify(storeIds) : null,
  );
  return found && readRow<'file'>(found.json);
}

const isHeld = (sql: Sql, sha256: string, since?: string): boolean =>
  sql.get(
    `SELECT 1 FROM entity_rows AS file WHERE entity = 'file'
     AND (key = ?1 OR json_extract(json, '$.thumbnailSha256') = ?1)
     AND (?2 IS NULL OR json_extract(json, '$.deletedAt') IS NULL OR EXISTS (SELECT 1 FROM changes
       WHERE changes.entity_id = file.id AND changes.entity = 'file' AND received_at >= ?2)) LIMIT 1`,
    sha256,
    since ?? null,
  ) !== undefined;
