/** Rows and problems of the SQLite database inside a transaction. */
import type { AssetLog } from '#shared/domain/asset-log';
import type { EntityName, RowOf } from '#shared/domain/entities';
import type { FileReference } from '#shared/domain/file-reference';
import { isRetired } from '#shared/domain/rules/known-by';
import { columnsOf, searchText } from '../row-columns';
import type { EntityRef } from '#shared/change/entity-ref';
import type { PutRow, RowWriter } from '../port/rows';
import { readRow } from './stored-json';
import { putProblems } from './problems';
import type { Sql } from './sql';

type Json = { json: string };

export function getRow<E extends EntityName>(sql: Sql, entity: E, id: string): RowOf<E> | undefined {
  const found =
    entity === 'asset'
      ? sql.get<Json>('SELECT json FROM assets WHERE id = ?', id)
      : sql.get<Json>('SELECT json FROM entity_rows WHERE entity = ? AND id = ?', entity, id);
  return found && readRow<E>(found.json);
}

/** The logs of an asset, the latest first. */
export const filesOf = (sql: Sql, ownerIds: readonly string[]): FileReference[] =>
  sql
    .all<Json>(
      `SELECT json FROM entity_rows WHERE owner_id IN (SELECT value FROM json_each(?)) AND entity = 'file'`,
      JSON.stringify(ownerIds),
    )
    .map(({ json }) => readRow<'file'>(json));

export const logsOf = (sql: Sql, assetId: string): AssetLog[] =>
  sql
    .all<Json>(
      `SELECT json FROM entity_rows WHERE owner_id = ? AND entity = 'assetLog' ORDER BY at DESC, id DESC`,
      assetId,
    )
    .map(({ json }) => readRow<'assetLog'>(json));

export function sqliteRowWriter(sql: Sql): RowWriter {
  return {
    get: async (entity, id) => getRow(sql, entity, id),
    assetsNumbered: async (storeId, assetNumber) =>
      sql
        .all<Json>(
          'SELECT json FROM assets WHERE store_id = ? AND deleted = 0 AND asset_number = ?',
          storeId,
          assetNumber,
        )
        .map(({ json }) => readRow<'asset'>(json)),
    named: async <E extends EntityName>(entity: E, key: string) =>
      sql
        .all<Json>('SELECT json FROM entity_rows WHERE key = ? AND entity = ?', key, entity)
        .map(({ json }) => readRow<E>(json))
        .filter((row) => !isRetired(row)),
    withSerialNumber: async (serialNumber) =>
      sql
        .all<Json>(
          `SELECT json FROM assets WHERE deleted = 0 AND json_extract(json, '$.serialNumber') = ?`,
          serialNumber,
        )
        .map(({ json }) => readRow<'asset'>(json)),
    rows: async (entity, ids) => {
      const rows = ids.map((id) => [id, getRow(sql, entity, id)] as const);
      return new Map(rows.flatMap(([id, row]) => (row ? [[id, row]] : [])));
    },
    logsOfAssets: async (assetIds) => new Map(assetIds.map((id) => [id, logsOf(sql, id)])),
    filesOf: async (ownerIds) => filesOf(sql, ownerIds),
    putRows: async (rows) => rows.forEach((row) => putRow(sql, row)),
    putStatuses: async (statuses) =>
      statuses.forEach((status, id) =>
        sql.run(
          'UPDATE assets SET functional_status = ?, status_since = ?, status = ? WHERE id = ?',
          status?.functionalStatus ?? '',
          status?.statusSince ?? '',
          JSON.stringify(status ?? {}),
          id,
        ),
      ),
    putProblems: async (of, problems) => putProblems(sql, of, problems),
    entitiesWith: async (codes, storeId, limit) =>
      sql.all<EntityRef>(
        `SELECT DISTINCT entity, entity_id AS id FROM problems
         WHERE code IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR store_id = ?2) LIMIT ?3`,
        JSON.stringify(codes),
        storeId ?? null,
        limit,
      ),
  };
}

const isAsset = (put: PutRow): put is PutRow<'asset'> => put.entity === 'asset';

function putRow(sql: Sql, put: PutRow): void {
  if (!put.row) return;
  if (isAsset(put)) return putAsset(sql, put);
  const { ownerId, at, key } = columnsOf(put);
  sql.run(
    'INSERT OR REPLACE INTO entity_rows VALUES (?, ?, ?, ?, ?, ?, ?)',
    put.entity,
    put.id,
    put.storeId ?? null,
    ownerId ?? null,
    at ?? null,
    key ?? null,
    JSON.stringify(put.row),
  );
}

const PUT_ASSET = `INSERT INTO assets (id, store_id, asset_number, modified_at, deleted, search, json)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET store_id = excluded.store_id, asset_number = excluded.asset_number,
  modified_at = excluded.modified_at, deleted = excluded.deleted, search = excluded.search, json = excluded.json`;

function putAsset(sql: Sql, { id, row }: PutRow<'asset'>): void {
  if (!row) return;
  const isDeleted = row.deletedAt === undefined ? 0 : 1;
  sql.run(
    PUT_ASSET,
    id,
    row.storeId,
    row.assetNumber,
    row.modifiedAt,
    isDeleted,
    searchText(row),
    JSON.stringify(row),
  );
}
