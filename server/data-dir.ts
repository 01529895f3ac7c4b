/** The data directory: made when it is not there, for this user alone, and held so that no second server opens it. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error';
import { sqlite } from './database/sqlite/connection';

export interface DataDir {
  databasePath: string;
  release(): void;
}

/** Rejects with StartError when the directory cannot be used or another server holds it. */
export async function holdDataDir(path: string): Promise<DataDir> {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StartError(`The data directory ${path} cannot be read and written.`, { cause });
  }
  const release = await lock(path);
  return { databasePath: join(path, 'waypost.sqlite'), release };
}

/** The operating system holds the lock of an open SQLite file, and lets go of it however the process ends. */
async function lock(path: string): Promise<() => void> {
  const { DatabaseSync } = await sqlite();
  try {
    const connection = new DatabaseSync(join(path, 'lock'));
    connection.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return () => connection.close();
  } catch (cause) {
    throw new StartError(`Another central server is using the data directory ${path}.`, { cause });
  }
}
