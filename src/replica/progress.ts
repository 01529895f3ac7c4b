/** How the last sync went, as the engine writes it down: all that screens know of it. */
import type { ReplicaDatabase } from './database';
import type { Progress } from './records';

/** Undefined before the first sync began. For `live(...)`. */
export const syncProgress = (db: ReplicaDatabase): Promise<Progress | undefined> => db.progress.get('sync');

/** Whether a sync has ended well on this device: before that, what central knows is not all here. */
export const hasSynced = async (db: ReplicaDatabase): Promise<boolean> =>
  (await syncProgress(db))?.lastSuccess !== undefined;
