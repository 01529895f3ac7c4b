/** Whether what central knows is all on this device: before its first sync has ended, a file would be short of rows, and one brought in would be taken for new. */
import type { ReplicaDatabase } from '../../replica/database';

export async function hasArrived(db: ReplicaDatabase): Promise<boolean> {
  const progress = await db.progress.get('sync');
  return progress?.lastSuccess !== undefined;
}
