/** What the pages of this feature read of the device's database, each for `live(...)`. */
import type { AssetLog } from '#shared/domain/asset-log';
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { StatusReason } from '#shared/domain/status-reason';
import type { ReplicaDatabase } from '../../replica/database';
import { historyOf, type History } from '../../replica/history';
import type { AssetRow } from '../../replica/records';

export const readAssets = (db: ReplicaDatabase, storeIds: readonly string[]): Promise<AssetRow[]> =>
  db.assets
    .where('storeId')
    .anyOf([...storeIds])
    .toArray();

export interface AssetStory {
  asset: AssetRow;
  logs: AssetLog[];
  history: History;
}

/** An asset with everything that was ever said of it; null when this device has no such asset. */
export async function readStory(db: ReplicaDatabase, id: string): Promise<AssetStory | null> {
  const [asset, logs, history] = await Promise.all([
    db.assets.get(id),
    db.assetLogs.where('assetId').equals(id).toArray(),
    historyOf(db, 'asset', id),
  ]);
  return asset ? { asset, logs, history } : null;
}

/** Other assets here with the same serial number; removed ones are left out. */
export async function readTwins(
  db: ReplicaDatabase,
  serialNumber: string,
  storeIds: readonly string[],
  exceptId?: string,
): Promise<AssetRow[]> {
  const wanted = serialNumber.trim().toLowerCase();
  if (wanted === '') return [];
  return db.assets
    .where('storeId')
    .anyOf([...storeIds])
    .filter(
      ({ id, serialNumber: other, deletedAt }) =>
        id !== exceptId && deletedAt === undefined && other?.trim().toLowerCase() === wanted,
    )
    .toArray();
}

export interface CentralData {
  properties: AssetProperty[];
  reasons: StatusReason[];
}

/** Removed entries are kept: old logs and values still bear their names. */
export async function readCentralData(db: ReplicaDatabase): Promise<CentralData> {
  const [properties, reasons] = await Promise.all([db.assetProperties.toArray(), db.statusReasons.toArray()]);
  return { properties, reasons };
}

/** The changes of an asset that are not at central, by their id. */
export async function readWaitingChanges(
  db: ReplicaDatabase,
  id: string,
): Promise<Map<string, 'saved' | 'sent'>> {
  const entries = await db.outbox.where('[entity+entityId]').equals(['asset', id]).toArray();
  return new Map(entries.map(({ changeId, state }) => [changeId, state]));
}
