// Waiting for the state of the database, not for time to pass.
import { liveQuery } from 'dexie';
import type { ReplicaDatabase } from '../../src/replica/database';
import type { Progress } from '../../src/replica/records';

/** Resolves with the first answer of a query that is as wanted. */
export function until<T>(query: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    const subscription = liveQuery(query).subscribe({
      next: (answer) => {
        if (!isWanted(answer)) return;
        resolve(answer);
        queueMicrotask(() => subscription.unsubscribe());
      },
      error: reject,
    });
  });
}

export const untilSettled = (db: ReplicaDatabase): Promise<number> =>
  until(
    () => db.outbox.count(),
    (count) => count === 0,
  );

export const untilProgress = (
  db: ReplicaDatabase,
  isWanted: (progress: Progress) => boolean,
): Promise<Progress | undefined> =>
  until(
    () => db.progress.get('sync'),
    (progress) => progress !== undefined && isWanted(progress),
  );

export const untilDone = (db: ReplicaDatabase): Promise<Progress | undefined> =>
  untilProgress(db, ({ state }) => state === 'done');
