/** The history of one entity: the author and the time of each change, and the fields on which two unseen edits stand against each other. */
import Dexie from 'dexie';
import { compareHlc } from '#shared/change/hlc';
import { conflictsOf } from '#shared/change/fold';
import type { EntityName } from '#shared/domain/entities';
import { atOneMoment, bundledOf, bundledRecords, eachOnce } from '../bundles/lay-out';
import type { ReplicaDatabase } from '../database';
import { readEntities } from '../read-together';
import type { ChangeRecord } from '../records';
import { changesOf, foldRecords } from './refold';

export interface History {
  /** newest first; those that central refused are marked */
  changes: ChangeRecord[];
  conflicts: ReturnType<typeof conflictsOf>;
}

export async function historyOf(db: ReplicaDatabase, entity: EntityName, id: string): Promise<History> {
  const key = { entity, entityId: id };
  const records = await atOneMoment(db, async () =>
    eachOnce(await changesOf(db, key), await bundledOf(db, key)),
  );
  const fold = foldRecords(entity, records);
  return {
    changes: [...records].sort((a, b) => compareHlc(b.change.hlc, a.change.hlc)),
    conflicts: fold ? conflictsOf(fold) : [],
  };
}

/** The device from which each user wrote, by user id, from the changes of these records. */
export async function devicesByUser(
  db: ReplicaDatabase,
  entity: EntityName,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const changes = await readEntities(db.changes, entity, [...ids]);
  return new Map([...changes.values()].flat().map(({ change }) => [change.userId, change.deviceId]));
}

/** The records of one kind that a device made or changed, by their ids. */
export async function touchedByDevice(
  db: ReplicaDatabase,
  entity: EntityName,
  deviceId: string,
): Promise<string[]> {
  const records = await atOneMoment(db, async () => {
    const ofEntity = db.changes
      .where('[entity+entityId]')
      .between([entity, Dexie.minKey], [entity, Dexie.maxKey]);
    return eachOnce(await ofEntity.toArray(), await bundledRecords(db));
  });
  const own = records.filter((record) => record.entity === entity && record.change.deviceId === deviceId);
  return [...new Set(own.map(({ entityId }) => entityId))];
}
