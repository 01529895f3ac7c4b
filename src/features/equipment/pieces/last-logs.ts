/** The log that gives a piece of equipment its present status: a person confirms it with *Still like this*. */
import { latestStatusLog, type AssetLog } from '#shared/domain/asset-log';
import type { ReplicaDatabase } from '../../../replica/database';
import { recordsUnder } from '../../../replica/merged';

/** Asset id → that log; an asset without a status is not in it. `now`: central's time, milliseconds. */
export async function lastLogsOf(
  db: ReplicaDatabase,
  assetIds: Iterable<string>,
  now: number,
): Promise<Map<string, AssetLog>> {
  const last = new Map<string, AssetLog>();
  for (const id of assetIds) {
    const ids = await recordsUnder(db, id);
    const log = latestStatusLog(await db.assetLogs.where('assetId').anyOf(ids).toArray(), now);
    if (log) last.set(id, log);
  }
  return last;
}
