/** The state of the server, for health and metrics: its backups, its disk, its queues. */
import { statfs } from 'node:fs/promises';
import type { CentralDatabase } from '../database/port/central-database';
import type { Inbox } from '../database/port/v6';
import type { LastBackup, LastBackups } from './backup/last-backup';
import type { Schedule } from './schedule';

export interface WellBeing {
  /** False while the store refuses what comes. */
  canWrite(): Promise<boolean>;
  lastBackup(): Promise<LastBackup>;
  /** since the start */
  backupFailures(): number;
  /** changes that rows do not show yet */
  rowsBehind(): Promise<number>;
  /** records of Open mSupply sites; undefined: this server serves none */
  v6Records(): Promise<Awaited<ReturnType<Inbox['count']>> | undefined>;
  /** bytes left on the disk of the data directory; undefined where that cannot be known */
  freeBytes(): Promise<number | undefined>;
}

export const wellBeing = (
  { dataDir }: { dataDir: string },
  { following, v6, canWrite }: Pick<CentralDatabase, 'following' | 'v6' | 'canWrite'>,
  last: Pick<LastBackups, 'read'>,
  planned: Pick<Schedule, 'failures'> | undefined,
): WellBeing => ({
  canWrite: askedOnce(canWrite),
  lastBackup: askedOnce(() => last.read()),
  backupFailures: () => planned?.failures ?? 0,
  rowsBehind: () => following.behind(),
  v6Records: keptFor(KEPT_MS, async () => v6?.inbox.count()),
  freeBytes: keptFor(KEPT_MS, () =>
    statfs(dataDir).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => undefined,
    ),
  ),
});

/** Anyone may ask, as often as they like: all who ask while a question is on its way to the database wait for the one answer. */
function askedOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask().finally(() => (asked = undefined)));
}

/** Anyone may ask, as often as they like: what is counted is counted once in so many milliseconds. */
const KEPT_MS = 5000;

/** Whoever asks meanwhile gets the same answer; one that failed is asked for again. */
function keptFor<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { until: number; answer: Promise<T> } | undefined;
  return () => {
    if (kept && performance.now() < kept.until) return kept.answer;
    const next = { until: performance.now() + ms, answer: ask() };
    kept = next;
    next.answer.catch(() => (next.until = 0));
    return next.answer;
  };
}
