/** Equipment that was added here and that central does not know yet: it is asked for once its owed changes have gone up. */
import { liveQuery } from 'dexie';
import type { ReplicaDatabase } from '../database';

const owedOf = (db: ReplicaDatabase, assetId: string): Promise<number> =>
  db.outbox.where('[entity+entityId]').equals(['asset', assetId]).count();

export const isOnItsWay = async (db: ReplicaDatabase, assetId: string): Promise<boolean> =>
  (await owedOf(db, assetId)) > 0;

/** Calls back once nothing is owed of it any more; returns a way to stop waiting. */
export function whenArrived(db: ReplicaDatabase, assetId: string, arrived: () => void): () => void {
  const subscription = liveQuery(async () => owedOf(db, assetId)).subscribe((count) => {
    if (count > 0) return;
    queueMicrotask(() => subscription.unsubscribe());
    arrived();
  });
  return () => subscription.unsubscribe();
}
