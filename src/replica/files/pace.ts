/** The recent speed of files. The sender writes it, and every tab reads it. It stands beside the progress of sync. */
import type { ReplicaDatabase } from '../database';

interface FilePace {
  id: 'files';
  bytesPerSecond: number;
  /** when that was measured, milliseconds */
  at: number;
}

/** A pace older than this does not count now: a piece takes about four seconds, and a slow one a minute. */
const FRESH_MS = 60_000;

const table = (db: ReplicaDatabase) => db.table<FilePace, string>('progress');

export const readPace = (db: ReplicaDatabase): Promise<FilePace | undefined> => table(db).get('files');

export const notePace = (db: ReplicaDatabase, bytesPerSecond: number, at: number): Promise<string> =>
  table(db).put({ id: 'files', bytesPerSecond, at });

/** Bytes a second, after another piece: the last pieces count most, one that was quick or slow by chance does not decide. */
export function pacedBy(before: number | undefined, bytes: number, ms: number): number {
  const piece = (bytes * 1000) / Math.max(1, ms);
  return before === undefined ? piece : before * 0.6 + piece * 0.4;
}

/** The pace if it is fresh, else undefined. */
export const paceNow = (pace: FilePace | undefined, now: number): number | undefined =>
  pace && now - pace.at < FRESH_MS && pace.bytesPerSecond > 0 ? pace.bytesPerSecond : undefined;
