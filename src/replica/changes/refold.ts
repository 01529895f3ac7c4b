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
import { readEntities, readGroups } from '../read-together';
import type { AssetRow, ChangeRecord, FoldedRow, FoldRecord } from '../records';
import { keyOf, type EntityKey } from './entity-key';
import { confirmedBy, withLaterStatus } from './later-status';
import { grownRows, keptRecord } from './long-histories';

/** Changes in memory, which a fold need not read from the database. */
export interface Read {
  /** by `keyOf`, all changes of an entity */
  known?: ReadonlyMap<string, readonly ChangeRecord[]>;
  /** by `keyOf`, the new changes of entities that were folded before them */
  fresh?: ReadonlyMap<string, readonly ChangeRecord[]>;
}

/** Folds the entities again and writes their rows; inside the caller's transaction, which covers the author too. */
export async function refold(db: ReplicaDatabase, keys: Iterable<EntityKey>, read: Read = {}): Promise<void> {
  const idsOf = new Map<EntityName, Set<string>>();
  for (const { entity, entityId } of keys) {
    const ids = idsOf.get(entity) ?? new Set();
    idsOf.set(entity, ids.add(entityId));
  }
  const touched = new Touched();
  const before = idsOf.has('asset') || idsOf.has('assetLog') ? await sayingMerges(db) : [];
  for (const [entity, ids] of idsOf) {
    const folded = await foldAll(db, entity, [...ids], read);
    touched.add(folded);
    await writeRows(db, entity, folded);
  }
  await restate(db, touched.assetIds, before, touched.later);
}

interface Folded {
  key: EntityKey;
  row: FoldedRow<EntityName> | undefined;
  /** all its changes; undefined where it was folded in place */
  records: readonly ChangeRecord[] | undefined;
  fold: FoldRecord | undefined;
}

async function foldAll(
  db: ReplicaDatabase,
  entity: EntityName,
  ids: readonly string[],
  { known = new Map(), fresh = new Map() }: Read,
): Promise<Folded[]> {
  const unread = ids.filter((entityId) => !known.has(keyOf({ entity, entityId })));
  const inPlace = await grownRows(db, entity, fresh, unread);
  const isGrown = new Set(inPlace.map(({ entityId }) => entityId));
  const rest = unread.filter((entityId) => !isGrown.has(entityId));
  const read = rest.length > 0 ? await readEntities(db.changes, entity, rest) : undefined;
  return [
    ...inPlace.map(({ entityId, row, fold }) => ({
      key: { entity, entityId },
      row,
      fold,
      records: undefined,
    })),
    ...ids
      .filter((entityId) => !isGrown.has(entityId))
      .map((entityId) => {
        const key = { entity, entityId };
        return folded(key, known.get(keyOf(key)) ?? read?.get(entityId) ?? []);
      }),
  ];
}

function folded(key: EntityKey, records: readonly ChangeRecord[]): Folded {
  const fold = foldRecords(key.entity, records);
  const row = fold && toRow(key, fold, records);
  return { key, row, records, fold: keptRecord(key.entity, key.entityId, fold, records.length) };
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
  fold: Fold,
  records: readonly ChangeRecord[],
): FoldedRow<E> | undefined {
  const storeId = storeOfEntity(records);
  const row = rowOf(entity, entityId, fold, storeId === undefined ? {} : { storeId });
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
  const folds = entries.flatMap(({ fold }) => (fold ? [fold] : []));
  if (rows.length > 0) await db.rowsOf(entity).bulkPut(rows);
  if (gone.length > 0) await db.rowsOf(entity).bulkDelete(gone);
  if (folds.length > 0) await db.folds.bulkPut(folds);
}

/** The assets whose status may have changed. */
class Touched {
  /** all of their logs are looked at */
  readonly assetIds = new Set<string>();
  /** logs that are new, by their asset: of others it is enough to look at these */
  readonly later = new Map<string, AssetLog[]>();

  add(folded: readonly Folded[]): void {
    for (const { key, row, records } of folded) {
      if (key.entity === 'asset' && records) this.assetIds.add(key.entityId);
      if (key.entity === 'assetLog') this.#addLog(row as AssetLog | undefined, records ?? []);
    }
  }

  /** Adds every asset that the log ever named: an asset loses the status of a log that names another one now, or that central refused. */
  #addLog(log: AssetLog | undefined, records: readonly ChangeRecord[]): void {
    const isNew = log !== undefined && records.length === 1;
    if (isNew) this.later.set(log.assetId, [...(this.later.get(log.assetId) ?? []), log]);
    else
      for (const { change } of records) {
        const { assetId } = change.patch;
        if (typeof assetId === 'string') this.assetIds.add(assetId);
      }
  }
}

/**
 * Writes the current status of assets, which comes from their logs (rule S1), and the records that stand for others (rule T2).
 * `before`: the records that were merged before these changes. `later`: new logs of assets, which may be all that has to be
 * looked at.
 */
export async function restate(
  db: ReplicaDatabase,
  ids: Iterable<string>,
  before: readonly AssetRow[] = [],
  later: ReadonlyMap<string, readonly AssetLog[]> = new Map(),
): Promise<void> {
  const assetIds = new Set(ids);
  if (assetIds.size + later.size === 0) return;
  const saying = await sayingMerges(db);
  const hasMerges = saying.length + before.length > 0;
  const now = await centralTime(db);
  if (hasMerges) for (const id of later.keys()) assetIds.add(id);
  else if (later.size > 0) await stateLater(db, later, assetIds, now);
  if (assetIds.size === 0) return;
  const joined = hasMerges ? await joinedOf(db, reached(assetIds, before), saying) : undefined;
  const assets = joined
    ? [...joined.values()]
    : (await db.assets.bulkGet([...assetIds])).filter((row) => row !== undefined);
  const under = (id: string): string[] => (joined ? idsUnder(id, joined) : [id]);
  const logs = await readGroups(
    db.assetLogs,
    'assetId',
    assets.flatMap(({ id }) => under(id)),
  );
  const stated = assets.map((row) =>
    withStatus(
      joined ? asMerged(row, joined) : row,
      under(row.id).flatMap((id) => logs.get(id) ?? []),
      now,
    ),
  );
  if (stated.length > 0) await db.assets.bulkPut(stated);
}

/** Writes the statuses that follow from the new logs alone; the others join those of which all logs are looked at. */
async function stateLater(
  db: ReplicaDatabase,
  later: ReadonlyMap<string, readonly AssetLog[]>,
  assetIds: Set<string>,
  now: number,
): Promise<void> {
  const ids = [...later.keys()].filter((id) => !assetIds.has(id));
  if (ids.length === 0) return;
  const confirmed = await confirmedBy(
    db,
    ids.flatMap((id) => later.get(id) ?? []),
  );
  const stated: AssetRow[] = [];
  for (const row of await db.assets.bulkGet(ids)) {
    const next = row && withLaterStatus(row, later.get(row.id) ?? [], confirmed, now);
    if (next) stated.push(next);
    else if (row) assetIds.add(row.id);
  }
  if (stated.length > 0) await db.assets.bulkPut(stated);
}

/** The assets to look at, with the records of merges that no longer stand. */
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
