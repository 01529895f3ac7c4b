/** The course of the last sync, as the engine writes it down: screens know nothing else of it. */
import type { ReplicaDatabase } from './database';
import type { Progress } from './records';

/** Undefined before the first sync began. For `live(...)`. */
export const syncProgress = (db: ReplicaDatabase): Promise<Progress | undefined> => db.progress.get('sync');

/** True if a sync has ended well on this device. Before that, some of central's data may be missing here. */
export const hasSynced = async (db: ReplicaDatabase): Promise<boolean> =>
  (await syncProgress(db))?.lastSuccess !== undefined;
