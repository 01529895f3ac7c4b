/** Removes the equipment that staff held when they leave this browser, or another member of staff comes: others may see less. */
import { keyOf } from '../changes/entity-key';
import type { ReplicaDatabase } from '../database';
import type { ChangeRecord } from '../records';

const ofStores = ['asset', 'assetLog', 'file', 'round'] as const;

/** Everything that came by a call goes, with its rows. Changes that are not at central yet, and the records under them, stay to be sent. */
export async function dropHeld(db: ReplicaDatabase): Promise<void> {
  const tables = [db.changes, db.outbox, db.problems, db.settings, ...db.rowTables()];
  await db.transaction('rw', tables, async () => {
    const kept = await writtenOn(db);
    for (const entity of ofStores) {
      const held = await db.changes
        .where('[entity+entityId]')
        .between([entity, ''], [entity, '\uffff'])
        .filter((record) => isHeld(record) && !kept.has(record.entityId))
        .toArray();
      await db.changes.bulkDelete(held.map(({ id }) => id));
      const gone = [...new Set(held.map(({ entityId }) => entityId))];
      await db.rowsOf(entity).bulkDelete(gone);
      await db.folds.bulkDelete(gone.map((entityId) => keyOf({ entity, entityId })));
    }
    if (kept.size === 0) await db.settings.bulkDelete(['heldStores', 'heldWriters', 'heldMissing']);
  });
}

const isHeld = ({ documents, refused }: ChangeRecord): boolean => documents.length === 0 && !refused;

/** The entities that something is owed of, and the assets that these are of. */
async function writtenOn(db: ReplicaDatabase): Promise<Set<string>> {
  const owed = await db.outbox.filter(({ storeId }) => storeId !== undefined).toArray();
  const kept = new Set(owed.map(({ entityId }) => entityId));
  const records = await db.changes.bulkGet(owed.map(({ changeId }) => changeId));
  for (const record of records)
    for (const about of [record?.change.patch['assetId'], record?.change.patch['ownerId']])
      if (typeof about === 'string') kept.add(about);
  return kept;
}

/** The assets of a store that are not among `ids` have left it since they were fetched. */
export async function dropGone(db: ReplicaDatabase, storeId: string, ids: readonly string[]): Promise<void> {
  const here = new Set(ids);
  const rows = await db.assets.where('storeId').equals(storeId).toArray();
  for (const { id } of rows) if (!here.has(id)) await dropAsset(db, id);
}

/** Drops an asset, unless it has changes that are not at central yet. */
export async function dropAsset(db: ReplicaDatabase, id: string): Promise<void> {
  await db.transaction('rw', [db.changes, db.outbox, db.assets, db.folds], async () => {
    if ((await writtenOn(db)).has(id)) return;
    const records = await db.changes.where('[entity+entityId]').equals(['asset', id]).toArray();
    const held = records.filter(isHeld);
    if (held.length < records.length) return;
    await db.changes.bulkDelete(held.map((record) => record.id));
    await db.assets.delete(id);
    await db.folds.delete(keyOf({ entity: 'asset', entityId: id }));
  });
}
