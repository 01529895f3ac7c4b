/** Rows from changes: an entity that was touched is folded again from all of its changes (rules F1 to F7). */
import { conflictsOf, foldEntity, type Fold } from '#shared/change/fold';
import { rowOf } from '#shared/change/row';
import { storeOf } from '#shared/change/documents';
import { currentStatus, statusUntil, type AssetLog } from '#shared/domain/asset-log';
import { asMerged, idsUnder } from '#shared/domain/merged';
import type { EntityName } from '#shared/domain/entities';
import type { ReplicaDatabase } from '../database';
import { joinedOf, sayingMerges } from '../merged';
import { omit } from '../omit';
import { readEntities } from '../read-together';
import type { AssetRow, ChangeRecord, FoldedRow } from '../records';

export interface EntityKey {
  entity: EntityName;
  entityId: string;
}

export const keyOf = ({ entity, entityId }: EntityKey): string => `${entity} ${entityId}`;

/** Folds the entities again and writes their rows; inside the caller's transaction, which covers the author too. `known` holds changes that need not be read. */
export async function refold(
  db: ReplicaDatabase,
  keys: Iterable<EntityKey>,
  known: ReadonlyMap<string, ChangeRecord[]> = new Map(),
): Promise<void> {
  const idsOf = new Map<EntityName, Set<string>>();
  for (const { entity, entityId } of keys) {
    const ids = idsOf.get(entity) ?? new Set();
    idsOf.set(entity, ids.add(entityId));
  }
  const assetIds = new Set<string>();
  const before = idsOf.has('asset') || idsOf.has('assetLog') ? await sayingMerges(db) : [];
  for (const [entity, ids] of idsOf) {
    const folded = await foldAll(db, entity, [...ids], known);
    for (const id of assetsTouched(folded)) assetIds.add(id);
    await writeRows(db, entity, folded);
  }
  await restate(db, assetIds, before);
}

interface Folded {
  key: EntityKey;
  row: FoldedRow<EntityName> | undefined;
  records: readonly ChangeRecord[];
}

async function foldAll(
  db: ReplicaDatabase,
  entity: EntityName,
  ids: readonly string[],
  known: ReadonlyMap<string, ChangeRecord[]>,
): Promise<Folded[]> {
  const unread = ids.filter((entityId) => !known.has(keyOf({ entity, entityId })));
  const read = unread.length > 0 ? await readEntities(db.changes, entity, unread) : undefined;
  return ids.map((entityId) => {
    const key = { entity, entityId };
    const records = known.get(keyOf(key)) ?? read?.get(entityId) ?? [];
    return { key, row: toRow(key, records), records };
  });
}

export const changesOf = (db: ReplicaDatabase, { entity, entityId }: EntityKey): Promise<ChangeRecord[]> =>
  db.changes.where('[entity+entityId]').equals([entity, entityId]).toArray();

/** The fold of an entity's changes, those that central refused left out. */
export const foldRecords = (entity: EntityName, records: readonly ChangeRecord[]): Fold | undefined =>
  foldEntity(
    entity,
    records.filter((record) => !record.refused).map((record) => record.change),
  );

function toRow<E extends EntityName>(
  { entity, entityId }: EntityKey & { entity: E },
  records: ChangeRecord[],
): FoldedRow<E> | undefined {
  const fold = foldRecords(entity, records);
  const storeId = storeOfEntity(records);
  const row = fold && rowOf(entity, entityId, fold, storeId === undefined ? {} : { storeId });
  // the status of an asset is added by `restate`
  return row && ({ ...row, conflicts: conflictsOf(fold).length } as unknown as FoldedRow<E>);
}

/** The store in which the entity was first stored; before that, the one it was made for. */
function storeOfEntity(records: readonly ChangeRecord[]): string | undefined {
  const first = records.reduce<ChangeRecord | undefined>(
    (least, record) => (least && least.change.hlc <= record.change.hlc ? least : record),
    undefined,
  );
  const document = first?.documents[0];
  return document === undefined ? first?.storeId : (storeOf(document) ?? first?.storeId);
}

async function writeRows(db: ReplicaDatabase, entity: EntityName, entries: readonly Folded[]): Promise<void> {
  const rows = entries.flatMap(({ row }) => (row ? [row] : []));
  const gone = entries.filter(({ row }) => !row).map(({ key }) => key.entityId);
  if (rows.length > 0) await db.rowsOf(entity).bulkPut(rows);
  if (gone.length > 0) await db.rowsOf(entity).bulkDelete(gone);
}

/** Of logs, every asset that they were ever recorded of: one that a log is not of any more, or whose log central refused, loses that status. */
function assetsTouched(folded: readonly Folded[]): Set<string> {
  const ids = new Set<string>();
  for (const { key, records } of folded) {
    if (key.entity === 'asset') ids.add(key.entityId);
    if (key.entity !== 'assetLog') continue;
    for (const { change } of records) {
      const { assetId } = change.patch;
      if (typeof assetId === 'string') ids.add(assetId);
    }
  }
  return ids;
}

/**
 * Writes the current status of assets, which is what their logs say (rule S1), and which of them stand for others (rule T2). `before`:
 * the records that said a merge before these changes.
 */
export async function restate(
  db: ReplicaDatabase,
  ids: Iterable<string>,
  before: readonly AssetRow[] = [],
): Promise<void> {
  const assetIds = new Set(ids);
  if (assetIds.size === 0) return;
  const saying = await sayingMerges(db);
  const hasMerges = saying.length + before.length > 0;
  const joined = hasMerges ? await joinedOf(db, reached(assetIds, before), saying) : undefined;
  const assets = joined
    ? [...joined.values()]
    : (await db.assets.bulkGet([...assetIds])).filter((row) => row !== undefined);
  const now = await centralTime(db);
  const stated = await Promise.all(
    assets.map(async (row) => {
      const ids = joined ? idsUnder(row.id, joined) : [row.id];
      const logs = await db.assetLogs.where('assetId').anyOf(ids).toArray();
      return withStatus(joined ? asMerged(row, joined) : row, logs, now);
    }),
  );
  if (stated.length > 0) await db.assets.bulkPut(stated);
}

/** With what merges that are not said any more joined with them. */
const reached = (assetIds: ReadonlySet<string>, before: readonly AssetRow[]): string[] => [
  ...assetIds,
  ...before.flatMap(({ id, mergedInto = '' }) => (assetIds.has(id) ? [mergedInto] : [])),
];

/** Central's time as this device knows it, milliseconds. */
export const centralTime = async (db: ReplicaDatabase): Promise<number> =>
  db.now() + ((await db.author.get('me'))?.offsetMs ?? 0);

function withStatus(row: AssetRow, logs: readonly AssetLog[], now: number): AssetRow {
  const asset = omit(
    row,
    ...(['functionalStatus', 'statusSince', 'statusLoggedAt', 'reasonId', 'comment', 'statusUntil'] as const),
  );
  const until = statusUntil(logs, now);
  return { ...asset, ...currentStatus(logs, now), ...(until !== undefined && { statusUntil: until }) };
}
