/** A device that several people share can lock itself: someone has to choose their name again before anything is written. */
import { personIssue } from '#shared/domain/person-rights';
import { accepted, refused, type Result } from '#shared/result';
import type { ReplicaDatabase } from '../database';
import { LOCKED, signingOf } from './signing';

const LOCK_AFTER = 'lockAfter';

/** Minutes without a touch; 0: never. */
export const lockTimes = [0, 2, 5, 15] as const;

/** Locks it now, where there is somebody to unlock it. One that is locked is left as it is: watchers are called for news only. */
export const lockDevice = (db: ReplicaDatabase): Promise<void> =>
  db.transaction('rw', [db.settings, db.author, db.identity], async () => {
    const { people, locked } = await signingOf(db);
    if (people.length > 0 && !locked) await db.settings.put({ key: LOCKED, value: true });
  });

export async function readLockAfter(db: ReplicaDatabase): Promise<number> {
  const value = (await db.settings.get(LOCK_AFTER))?.value;
  return lockTimes.find((minutes) => minutes === value) ?? 0;
}

/** For people who may manage the people of this device. */
export const setLockAfter = (db: ReplicaDatabase, minutes: number): Promise<Result<void>> =>
  db.transaction('rw', [db.settings, db.author, db.identity], async () => {
    const issue = personIssue((await signingOf(db)).signer, 'manage-people');
    if (issue) return refused(issue);
    await db.settings.put({ key: LOCK_AFTER, value: minutes });
    return accepted(undefined);
  });
