/** Rows from changes: an entity that was touched is folded again from all of its changes (rules F1 to F7). */
import { conflictsOf, foldEntity, type Fold } from '#shared/change/fold';
import { rowOf } from '#shared/change/row';
import { storeOf } from '#shared/change/documents';
import type { AssetLog } from '#shared/domain/asset-log';
import type { EntityName } from '#shared/domain/entities';
import { layOut } from '../bundles/lay-out';
import type { ReplicaDatabase } from '../database';
import { sayingMerges } from '../merged';
import { readEntities, readTogether } from '../read-together';
import type { AssetRow, ChangeRecord, FoldedRow, FoldRecord } from '../records';
import { keyOf, type EntityKey } from './entity-key';
import { grownRows, keptRecord } from './long-histories';
import { joinedBy, restate, withStatusOf } from './restate';

/** Changes in memory, which a fold need not read from the database. */
export interface Read {
  /** by `keyOf`, all changes of an entity */
  known?: ReadonlyMap<string, readonly ChangeRecord[]>;
  /** by `keyOf`, the new changes of entities that were folded before them */
  fresh?: ReadonlyMap<string, readonly ChangeRecord[]>;
  /** everything is folded again: the statuses of all assets are looked at afterwards, each once */
  isAgain?: boolean;
}

/** Folds the entities again and writes their rows; inside the caller's transaction, which covers the author too. */
export async function refold(db: ReplicaDatabase, keys: Iterable<EntityKey>, read: Read = {}): Promise<void> {
  const idsOf = new Map<EntityName, Set<string>>();
  for (const { entity, entityId } of keys) {
    const ids = idsOf.get(entity) ?? new Set();
    idsOf.set(entity, ids.add(entityId));
  }
  for (const [entity, ids] of idsOf) await layOut(db, unknownTo(read, entity, ids));
  const touched = new Touched(read.isAgain === true);
  const before = idsOf.has('asset') || idsOf.has('assetLog') ? await sayingMerges(db) : [];
  for (const [entity, ids] of idsOf) {
    const folded = await withFormerStatus(db, await foldAll(db, entity, [...ids], read), read, before);
    touched.add(folded);
    await writeRows(db, entity, folded);
  }
  await restate(db, touched.assetIds, before, touched.later);
}

/** The entities of which not all changes are in memory: none of them may be in a bundle. */
const unknownTo = ({ known }: Read, entity: EntityName, ids: ReadonlySet<string>): EntityKey[] =>
  [...ids].map((entityId) => ({ entity, entityId })).filter((key) => known?.has(keyOf(key)) !== true);

interface Folded {
  key: EntityKey;
  row: FoldedRow<EntityName> | undefined;
  /** all its changes; undefined where it was folded in place */
  records: readonly ChangeRecord[] | undefined;
  fold: FoldRecord | undefined;
  /** of an asset: it has its status already */
  hasStatus?: boolean;
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
  return { key, row, records, fold: keptRecord(key.entity, key.entityId, fold, records) };
}

/** A change of an asset alters nothing in its status, which comes from its logs alone, unless merges play a part. */
async function withFormerStatus(
  db: ReplicaDatabase,
  folded: Folded[],
  { fresh, isAgain }: Read,
  before: readonly AssetRow[],
): Promise<Folded[]> {
  const joining = joinedBy(before);
  const isApart = ({ key, row, records }: Folded): boolean =>
    key.entity === 'asset' &&
    row !== undefined &&
    records !== undefined &&
    (isAgain === true || fresh?.has(keyOf(key)) === true) &&
    !('mergedInto' in row || joining.has(key.entityId));
  const apart = folded.filter(isApart).map(({ key }) => key.entityId);
  const found = apart.length > 0 ? await readTogether(db.assets, apart) : [];
  const former = new Map(found.map((row) => [row.id, row]));
  return folded.map((one) => {
    const row = former.get(one.key.entityId);
    return row && isApart(one)
      ? { ...one, row: withStatusOf(row, one.row as AssetRow), hasStatus: true }
      : one;
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

  constructor(private readonly isAgain: boolean) {}

  add(folded: readonly Folded[]): void {
    for (const { key, row, records, hasStatus } of folded) {
      if (key.entity === 'asset' && records && hasStatus !== true) this.assetIds.add(key.entityId);
      if (key.entity === 'assetLog' && !this.isAgain)
        this.#addLog(row as AssetLog | undefined, records ?? []);
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
