/** The state of the server, for health and metrics: its backups, its disk, its sites. */
import { statfs } from 'node:fs/promises';
import type { CentralDatabase } from '../database/port/central-database';
import { readLastBackup, type LastBackup } from './backup/last-backup';
import { silentSites } from './doctor/sites';
import type { Schedule } from './schedule';

export interface WellBeing {
  lastBackup(): LastBackup;
  /** since the start */
  backupFailures(): number;
  /** changes that rows do not show yet */
  rowsBehind(): Promise<number>;
  /** bytes left on the disk of the data directory; undefined where that cannot be known */
  freeBytes(): Promise<number | undefined>;
  /** sites with devices of which nothing was heard for two weeks */
  silentSites(): Promise<number>;
}

export const wellBeing = (
  { dataDir }: { dataDir: string },
  database: CentralDatabase,
  now: () => number,
  planned: Pick<Schedule, 'failures'> | undefined,
): WellBeing => ({
  lastBackup: () => readLastBackup(dataDir),
  backupFailures: () => planned?.failures ?? 0,
  rowsBehind: () => database.following.behind(),
  freeBytes: () =>
    statfs(dataDir).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => undefined,
    ),
  silentSites: async () => (await silentSites(database, now())).length,
});
