/** Finds the data of the central server that the settings name, for commands that work beside it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error';
import { openDatabaseForReading, type SqliteDatabase } from '../database/sqlite/open-database';
import { LOG } from './data-files';

/** Where the log lies. Throws StartError when there is none. */
export function demandLog({ dataDir }: { dataDir: string }): string {
  const path = join(dataDir, LOG);
  if (existsSync(path)) return path;
  throw new StartError(`There is no central server's data in ${dataDir}. Set DATA_DIR.`);
}

/** Opens it to be read alone. Rejects with StartError when a server of another version wrote it. */
export function readDatabase(path: string): Promise<SqliteDatabase> {
  return openDatabaseForReading({ path }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : 'unknown error';
    throw new StartError(`The database cannot be read by this program: ${why}.`, { cause });
  });
}
