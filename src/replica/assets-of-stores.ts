/** The assets of stores, for screens and searches. */
import type { ReplicaDatabase } from './database';
import type { AssetRow } from './records';

/** Removed ones too. Each store is asked for by itself: for several at once Dexie walks from record to record. */
export async function readAssets(db: ReplicaDatabase, storeIds: readonly string[]): Promise<AssetRow[]> {
  const found = storeIds.map((id) => db.assets.where('storeId').equals(id).toArray());
  return (await Promise.all(found)).flat();
}
