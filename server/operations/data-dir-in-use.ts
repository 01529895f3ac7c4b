/** Finds the data of the central server that the settings name, for commands that work beside it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientBase } from 'pg';
import type { Config } from '../config';
import { holdCopyDir } from '../data-dir';
import type { CentralDatabase } from '../database/port/central-database';
import { demandCurrentPg } from '../database/postgres/migrations';
import { openPostgresDatabase } from '../database/postgres/open-postgres';
import { preparePostgres } from '../database/postgres/prepare';
import { PgPool } from '../database/postgres/pool';
import { pgNotes } from '../database/postgres/notes';
import { pgRegistry } from '../database/postgres/registry/registry';
import { StartError } from '../start-error';
import { openDatabaseForReading, type SqliteDatabase } from '../database/sqlite/open-database';
import { lastBackups, type LastBackups } from './backup/last-backup';
import { LOG } from './data-files';

/** The path of the log. Throws StartError when there is none. */
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

const asStartError = (cause: unknown): never => {
  if (cause instanceof Error && cause.cause instanceof StartError) throw cause.cause;
  throw new StartError(`${cause instanceof Error ? cause.message : 'unknown error'}.`, { cause });
};

/** The database that the settings name, to be read: with PostgreSQL as one more process, which keeps a copy of its own for the next time. */
export async function readOwnDatabase(
  config: Pick<Config, 'dataDir' | 'databaseUrl' | 'copyDir'>,
): Promise<CentralDatabase> {
  const { databaseUrl, copyDir, dataDir } = config;
  if (databaseUrl === undefined) return readDatabase(demandLog(config));
  const held = await holdCopyDir(copyDir ?? dataDir);
  try {
    const copyPath = held.databasePath;
    const database = await openPostgresDatabase({
      ...{ url: databaseUrl, copyPath },
      isBesideServers: true,
    }).catch(asStartError);
    return {
      ...database,
      close: async () => {
        await database.close();
        held.release();
      },
    };
  } catch (error) {
    held.release();
    throw error;
  }
}

/**
 * Connections to PostgreSQL. Its tables stay as they are, and must be of this program's version: servers may run on them. `migratePg`
 * brings them up to date, where no server can.
 */
export async function openPool(
  url: string,
  bring: (client: ClientBase) => Promise<void> = demandCurrentPg,
): Promise<PgPool> {
  const pool = new PgPool(url);
  await preparePostgres(pool, url, bring).catch(async (error: unknown) => {
    await pool.close();
    asStartError(error);
  });
  return pool;
}

/** Only the registry, in PostgreSQL: nothing is copied for it. */
export async function openPgRegistry(
  url: string,
): Promise<Pick<CentralDatabase, 'registry' | 'close'> & { pool: PgPool }> {
  const pool = await openPool(url);
  const registry = pgRegistry(pool, { centralEdits: () => Promise.resolve([]) });
  return { registry, pool, close: () => pool.close() };
}

/** Of all processes, for a command beside them. */
export function lastBackupsOf({
  dataDir,
  databaseUrl,
}: Pick<Config, 'dataDir' | 'databaseUrl'>): LastBackups {
  if (databaseUrl === undefined) return lastBackups(dataDir, undefined);
  const shared = async <T>(work: (last: LastBackups) => Promise<T>): Promise<T> => {
    const pool = await openPool(databaseUrl);
    return closedAfter(pool, () => work(lastBackups(dataDir, pgNotes(pool))));
  };
  return { read: () => shared((last) => last.read()), note: (news) => shared((last) => last.note(news)) };
}

/** Runs `work`, and closes `opened`, even where that failed. */
export async function closedAfter<T>(opened: { close(): Promise<void> }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await opened.close();
  }
}
