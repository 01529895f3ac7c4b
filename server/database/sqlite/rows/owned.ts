/** The records that hang on an asset or a log, and the records that name the content of a file. */
import type { Asset } from '#shared/domain/asset';
import type { AssetLog } from '#shared/domain/asset-log';
import type { Round } from '#shared/domain/round';
import type { FileReference } from '#shared/domain/file-reference';
import * as merged from '#shared/domain/merged';
import type { Sql } from '../sql';
import { readRow } from '../stored-json';
import { rowOf } from './entities';
import { hasMerges, logsOf, mergedInto } from './rows-tx';
import type { RowsQuery } from './rows-view';
import { fromUid, toUid, type Uid } from './uid';

type Json = { json: string };

const OWNED = 'SELECT json FROM entities WHERE owner = ? AND kind = ? AND json IS NOT NULL';

export function filesOf({ sql, numbers }: RowsQuery, ownerIds: readonly string[]): FileReference[] {
  const kind = numbers.knownKind('file');
  if (kind === undefined) return [];
  return [...new Set(ownerIds)].flatMap((id) =>
    sql.all<Json>(OWNED, toUid(id), kind).map(({ json }) => readRow<'file'>(json)),
  );
}

const FALLEN = 'SELECT uid FROM entities WHERE hangs_on = ? AND kind = ?';

/** The ids of logs or files that have no row, since what made them does not count (rules W4, K8). It may count again. */
export function fallenOn(
  { sql, numbers }: RowsQuery,
  entity: 'assetLog' | 'file',
  ownerIds: readonly string[],
): string[] {
  const kind = numbers.knownKind(entity);
  if (kind === undefined) return [];
  return [...new Set(ownerIds)].flatMap((id) =>
    sql.all<{ uid: Uid }>(FALLEN, toUid(id), kind).map(({ uid }) => fromUid(uid)),
  );
}

/** All records that merges join with one, as `joinedWith` of the domain finds them. */
function joinedWith(parts: RowsQuery, assetId: string): Map<string, Asset> {
  const found = new Map<string, Asset>();
  const looked = new Set<string>();
  const open = [assetId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (looked.has(id)) continue;
    looked.add(id);
    const row = rowOf(parts.sql, parts.numbers, 'asset', id);
    if (row) found.set(id, row);
    open.push(
      ...(row?.mergedInto === undefined ? [] : [row.mergedInto]),
      ...mergedInto(parts, id).map((other) => other.id),
    );
  }
  return found;
}

/** The record, then those that count as merged into it, directly or through others (rule T3). */
export const idsUnder = (parts: RowsQuery, assetId: string): string[] =>
  hasMerges(parts, assetId) ? merged.idsUnder(assetId, joinedWith(parts, assetId)) : [assetId];

/** The record that stands for one: itself, where it is not merged. */
export function standingFor(parts: RowsQuery, assetId: string): string {
  if (!hasMerges(parts, assetId)) return assetId;
  const joined = joinedWith(parts, assetId);
  const row = joined.get(assetId);
  return row ? merged.standingFor(row, joined).id : assetId;
}

/** The logs of an asset and of the records merged into it, the latest first. */
export const sortedLogs = (parts: RowsQuery, assetId: string): AssetLog[] =>
  idsUnder(parts, assetId)
    .flatMap((id) => logsOf(parts, id))
    .sort((a, b) => -compare(a.loggedAt, b.loggedAt) || -compare(a.id, b.id));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function roundsOf({ sql, numbers }: RowsQuery, storeId: string, limit: number): Round[] {
  const kind = numbers.knownKind('round') ?? -1;
  const rounds = sql.all<Json>(OWNED, toUid(storeId), kind).map(({ json }) => readRow<'round'>(json));
  return rounds.sort((a, b) => -compare(a.finishedAt, b.finishedAt)).slice(0, limit);
}

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

/** The files that lie or lay in one of these stores, each with all the stores in which it lay. */
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
