/** The data directory: made when it is not there, for this user alone, and held so that no second server opens it. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './start-error';
import { isHeldElsewhere, sqlite } from './database/sqlite/connection';

const LOCK = 'lock';

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

/** Places for as many processes as one machine may run on one directory. */
const PLACES = 64;

/** A place below the directory for the copy of one process, which no other uses at the same time; the same one again after a restart. */
export async function holdCopyDir(path: string): Promise<DataDir> {
  for (let number = 1; number <= PLACES; number++) {
    const place = join(path, 'copies', String(number));
    try {
      mkdirSync(place, { recursive: true, mode: 0o700 });
      accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (cause) {
      throw new StartError(`The directory ${place} cannot be read and written.`, { cause });
    }
    const release = await lock(place).catch(() => undefined);
    if (release) return { databasePath: join(place, 'log.sqlite'), release };
  }
  throw new StartError(`${PLACES} central servers use ${path} already.`);
}

/** A folder for work that one process does at a time; undefined where another is at it. */
export async function holdFolder(path: string): Promise<(() => void) | undefined> {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return lock(path).catch(() => undefined);
}

/** Removes the copies that no process uses: they are made again. */
export async function forgetCopies(path: string): Promise<void> {
  for (const place of await readdir(join(path, 'copies')).catch(() => [])) {
    const folder = join(path, 'copies', place);
    const release = await lock(folder).catch(() => undefined);
    if (!release) continue;
    for (const name of await readdir(folder))
      if (!name.startsWith(LOCK)) await rm(join(folder, name), { recursive: true, force: true });
    release();
  }
}

/** The operating system holds the lock of an open SQLite file, and lets go of it however the process ends. */
async function lock(path: string): Promise<() => void> {
  const { DatabaseSync } = await sqlite();
  try {
    const connection = new DatabaseSync(join(path, LOCK));
    connection.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return () => connection.close();
  } catch (cause) {
    if (isHeldElsewhere(cause))
      throw new StartError(`Another central server is using the data directory ${path}.`, { cause });
    const why = cause instanceof Error ? cause.message : 'unknown error';
    throw new StartError(
      `The file ${join(path, LOCK)} cannot be used (${why}): remove it while no central server runs.`,
      { cause },
    );
  }
}
