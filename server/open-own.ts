/** Opens the database that the settings name: the SQLite file of the data directory, or PostgreSQL. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config';
import { holdCopyDir, holdDataDir } from './data-dir';
import type { CentralDatabase } from './database/port/central-database';
import { openPostgresDatabase, type PostgresDatabase } from './database/postgres/open-postgres';
import { isSpoilt } from './database/sqlite/connection';
import { openSqliteDatabase } from './database/sqlite/open-database';
import { clearArrivals } from './files/arrival';
import { filesFolder } from './files/open-files';
import { say, sayError } from './log';
import { keepBeforeUpgrade } from './operations/before-upgrade';
import { LOG, TWIN } from './operations/data-files';
import { damaged, demandOwnFile } from './own-file';
import { isMoving, movedTo } from './database/moving/marks';
import { moveToCome } from './database/moving/move-to-come';
import { keepBeforePostgres } from './operations/upgrade/before-postgres';
import { isRestoreCut } from './operations/restoring';
import { compareTwins, noteRestore, restoredAt } from './operations/twin';
import { StartError } from './start-error';
import { version } from './version';

export interface OpenedDatabase {
  database: CentralDatabase;
  /** it is an older copy of the database that ran here before */
  wasPutBack: boolean;
  release(): void;
}

type Settings = Pick<Config, 'dataDir' | 'databaseUrl' | 'copyDir'>;

/** The programs of threads beside the one that serves; without them it does their work itself. */
export interface Threads {
  /** keeps the rows */
  rowsThread?: URL | undefined;
  /** gathers the journal of the log, where that is a file of this process */
  journalThread?: URL | undefined;
}

/** Rejects with StartError. `now`: milliseconds. */
export function openOwn(settings: Settings, threads: Threads, now: number): Promise<OpenedDatabase> {
  const { databaseUrl } = settings;
  return databaseUrl === undefined
    ? openInFile(settings, threads, now)
    : openShared({ ...settings, databaseUrl }, threads, now);
}

const onFault = (error: unknown): void => sayError(`The rows cannot follow: ${String(error)}`);

async function openInFile(
  { dataDir }: Settings,
  { rowsThread, journalThread }: Threads,
  now: number,
): Promise<OpenedDatabase> {
  const held = await holdDataDir(dataDir);
  try {
    if (isRestoreCut(dataDir)) throw new StartError('A restore was cut short: run restore again.');
    await demandOwnFile(held.databasePath, existsSync(join(dataDir, TWIN)));
    await keepBeforeUpgrade(dataDir);
    const database = await openSqliteDatabase({
      path: held.databasePath,
      onFault,
      ...(rowsThread && { rowsThread }),
      ...(journalThread && { journalThread }),
    });
    try {
      const moved = await movedTo(database);
      if (moved !== undefined)
        throw new StartError(
          `The database in ${dataDir} was moved to PostgreSQL at ${moved}: set DATABASE_URL, or move it back by move-database.`,
        );
      await database.transaction(({ changes }) => changes.setMeta('program', version()));
      await clearArrivals(filesFolder(dataDir));
      const wasPutBack = await compareTwins(database, dataDir, now);
      return { database, wasPutBack, release: () => held.release() };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (cause) {
    held.release();
    throw isSpoilt(cause) ? damaged(held.databasePath, cause) : asStartError(cause);
  }
}

function asStartError(cause: unknown): StartError {
  if (cause instanceof StartError) return cause;
  // what was to precede a migration
  if (cause instanceof Error && cause.cause instanceof StartError) return cause.cause;
  const why = cause instanceof Error ? cause.message : 'unknown error';
  return new StartError(`The database cannot be opened: ${why}.`, { cause });
}

async function openShared(
  { dataDir, databaseUrl, copyDir }: Settings & { databaseUrl: string },
  { rowsThread }: Threads,
  now: number,
): Promise<OpenedDatabase> {
  const held = await holdCopyDir(copyDir ?? dataDir);
  try {
    const database = await openPostgresDatabase({
      url: databaseUrl,
      copyPath: held.databasePath,
      onFault,
      onDiffers: endSince,
      onMoved: endMoved,
      onCopySpoilt: sayError,
      upgrading: { keep: (client, before) => keepBeforePostgres(dataDir, client, before), note: say },
      ...(rowsThread && { rowsThread }),
    });
    try {
      const moved = await movedTo(database);
      if (moved !== undefined)
        throw new StartError(
          `The data of this PostgreSQL database were moved to SQLite at ${moved}: unset DATABASE_URL, or name another.`,
        );
      await demandItsData(database, dataDir);
      if (database.wasPutBack) await noteOnce(database, now);
      await database.transaction(({ changes }) => changes.setMeta('program', version()));
      return { database, wasPutBack: database.wasPutBack, release: () => held.release() };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (cause) {
    held.release();
    throw asStartError(cause);
  }
}

/** Nothing that was read from the copy can be trusted any more. */
function endSince(error: Error): void {
  sayError(
    `PostgreSQL was put back while this server ran (${error.message}): it ends now, and makes its copy anew when it is started again.`,
  );
  process.exit(1);
}

/** What is stored from now on would be in no database that anybody uses. */
function endMoved(error: Error): void {
  sayError(`PostgreSQL is used no more by this server, and it ends: ${error.message}.`);
  process.exit(1);
}

/** Each process finds by its own copy that the database was put back, within the same minutes. */
const SAME_RESTORE_MS = 10 * 60 * 1000;

async function noteOnce(database: CentralDatabase, now: number): Promise<void> {
  const before = await restoredAt(database);
  if (before === undefined || now - before > SAME_RESTORE_MS) await noteRestore(database, now);
}

/** A country programme must not seem empty because its data lie in the other database. */
async function demandItsData(database: PostgresDatabase, dataDir: string): Promise<void> {
  if (await isMoving(database))
    throw new StartError('A move of the database was cut short: run move-database again.');
  const path = join(dataDir, LOG);
  const isEmpty = (await database.changes.lastSeq()) === 0 && (await database.registry.staff.isEmpty());
  if (isEmpty && existsSync(path))
    throw new StartError(
      `PostgreSQL is empty, and ${path} is there: run move-database first, or take that file away.`,
    );
  const restored = await moveToCome(path);
  if (restored !== undefined)
    throw new StartError(
      `A backup was restored into ${dataDir} at ${restored} and is not in PostgreSQL yet: set DATABASE_URL to an empty database and run move-database postgresql, or take ${path} away.`,
    );
}
