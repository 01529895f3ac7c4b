/** The part of the outbox that a person can see: how much waits for central, and which records. */
import type { EntityName } from '#shared/domain/entities';
import type { ReplicaDatabase } from '../database';
import type { OutboxEntry } from '../records';

/** Changes that central has not confirmed, and moves that it has not made. For `live(...)`. */
export const waitingCount = async (db: ReplicaDatabase): Promise<number> =>
  (await db.outbox.count()) + (await db.askedMoves.count());

/** Changes that go up as soon as they can. What another member of staff left in this browser waits until that person is back. */
export async function owedNow(db: ReplicaDatabase): Promise<number> {
  const identity = await db.identity.get('me');
  if (identity?.kind !== 'staff') return db.outbox.count();
  const entries = await db.outbox.toArray();
  const records = await db.changes.bulkGet(entries.map(({ changeId }) => changeId));
  return entries.filter(
    ({ storeId }, index) => storeId === undefined || records[index]?.change.userId === identity.user.id,
  ).length;
}

/** The same number, for central data alone. */
export const waitingInCentralData = (db: ReplicaDatabase): Promise<number> =>
  db.outbox.filter(({ storeId }) => storeId === undefined).count();

/** All of them, in no order. */
export const waitingEntries = (db: ReplicaDatabase): Promise<OutboxEntry[]> => db.outbox.toArray();

/** The first that were made, at most `limit`. */
export const oldestWaiting = (db: ReplicaDatabase, limit: number): Promise<OutboxEntry[]> =>
  db.outbox.orderBy('hlc').limit(limit).toArray();

/** The changes of one record that wait, by their id. */
export async function waitingChangesOf(
  db: ReplicaDatabase,
  entity: EntityName,
  id: string,
): Promise<Map<string, OutboxEntry['state']>> {
  const entries = await db.outbox.where('[entity+entityId]').equals([entity, id]).toArray();
  return new Map(entries.map(({ changeId, state }) => [changeId, state]));
}
