/** What hangs on an asset or a log, and where the content of a file is named. */
import type { AssetLog } from '#shared/domain/asset-log';
import type { FileReference } from '#shared/domain/file-reference';
import type { Sql } from '../sql';
import { readRow } from '../stored-json';
import { logsOf } from './rows-tx';
import type { RowsQuery } from './rows-view';
import { toUid } from './uid';

type Json = { json: string };

const FILES = 'SELECT json FROM entities WHERE owner = ? AND kind = ? AND json IS NOT NULL';

export function filesOf({ sql, numbers }: RowsQuery, ownerIds: readonly string[]): FileReference[] {
  const kind = numbers.knownKind('file');
  if (kind === undefined) return [];
  return [...new Set(ownerIds)].flatMap((id) =>
    sql.all<Json>(FILES, toUid(id), kind).map(({ json }) => readRow<'file'>(json)),
  );
}

/** The logs of an asset, the latest first. */
export const sortedLogs = (parts: RowsQuery, assetId: string): AssetLog[] =>
  logsOf(parts, assetId).sort((a, b) => -compare(a.loggedAt, b.loggedAt) || -compare(a.id, b.id));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Named extends Json {
  id: number;
  store: number | null;
}

const NAMING = `SELECT id, store, json FROM entities WHERE key = ?1 AND kind = ?2 AND json IS NOT NULL
  UNION SELECT id, store, json FROM entities WHERE thumbnail = ?1 AND json IS NOT NULL ORDER BY id`;

/** References to a content, as itself or as its thumbnail. */
const naming = ({ sql, numbers }: RowsQuery, sha256: string): Named[] =>
  sql.all<Named>(NAMING, sha256, numbers.knownKind('file') ?? -1);

/** In one of these stores, where its asset is or was moved to, or (undefined) anywhere. */
export function fileOf(
  parts: RowsQuery,
  sha256: string,
  storeIds?: readonly string[],
): FileReference | undefined {
  const stores = storeIds && new Set(parts.numbers.knownStores(storeIds));
  const found = naming(parts, sha256).find(
    (file) => !stores || placesOf(parts.sql, file).some((store) => stores.has(store)),
  );
  return found && readRow<'file'>(found.json);
}

/** Those that lie or lay in one of these stores, each with all the stores in which it lay. */
export function filesNaming(
  parts: RowsQuery,
  sha256: string,
  storeIds: readonly string[],
): { reference: FileReference; storeIds: string[] }[] {
  return naming(parts, sha256)
    .map((file) => ({
      reference: readRow<'file'>(file.json),
      storeIds: placesOf(parts.sql, file).map((store) => parts.numbers.storeName(store)),
    }))
    .filter((one) => one.storeIds.some((id) => storeIds.includes(id)));
}

const placesOf = (sql: Sql, { id, store }: Named): number[] => [
  ...(store === null ? [] : [store]),
  ...sql.all<{ store: number }>('SELECT store FROM places WHERE entity = ?', id).map((place) => place.store),
];

/** The references to a content that hold it for ever, and the numbers of the changes of those that were removed. */
export function holdersOf(parts: RowsQuery, sha256: string): { inUse: boolean; removed: number[] } {
  const files = naming(parts, sha256);
  const removed = files.filter(({ json }) => readRow<'file'>(json).deletedAt !== undefined);
  return {
    inUse: removed.length < files.length,
    removed: removed.flatMap(({ id }) => lastOf(parts.sql, id)),
  };
}

/** The change of an entity that was stored last. */
const lastOf = (sql: Sql, id: number): number[] =>
  sql
    .all<{ seq: number }>(
      `SELECT max(first, last, coalesce((SELECT max(seq) FROM entity_changes WHERE entity = entities.id), 0)) AS seq
       FROM entities WHERE id = ?`,
      id,
    )
    .map(({ seq }) => seq);

export const hasEntity = ({ sql, numbers }: RowsQuery, entity: string, id: string): boolean => {
  const kind = numbers.knownKind(entity);
  const known = 'SELECT 1 FROM entities WHERE uid = ? AND kind = ? AND json IS NOT NULL';
  return kind !== undefined && sql.get(known, toUid(id), kind) !== undefined;
};
