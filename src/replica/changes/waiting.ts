/** The part of the outbox that a person can see: how much waits for central, and which records. */
import type { EntityName } from '#shared/domain/entities';
import type { ReplicaDatabase } from '../database';
import type { OutboxEntry } from '../records';

/** Changes that central has not confirmed, and moves that it has not made. For `live(...)`. */
export const waitingCount = async (db: ReplicaDatabase): Promise<number> =>
  (await db.outbox.count()) + (await db.askedMoves.count());

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
