/** Central databases for tests: SQLite files in a folder of their own, which goes when the tests of a file are done. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteDatabase, type SqliteDatabase } from '../../server/database/sqlite/open-database';

let folder: string | undefined;
let made = 0;

/** A folder that is removed when this process ends. */
function ownFolder(): string {
  if (folder !== undefined) return folder;
  const own = mkdtempSync(join(tmpdir(), 'waypost-'));
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  folder = own;
  return own;
}

/** The path of a database that is not there yet. */
export const newDatabasePath = (): string => join(ownFolder(), `${++made}.sqlite`);

/**
 * An empty database, or the one at `path`. Nothing waits for the disk: a test that ends its process asks for a database that
 * does (`openSqliteDatabase`).
 */
export async function openTestDatabase(path = newDatabasePath()): Promise<SqliteDatabase> {
  const database = await openSqliteDatabase({ path, sync: () => Promise.resolve() });
  await database.file.configure('PRAGMA synchronous = OFF');
  return database;
}

/** The database as it is now, in a file of its own, as a backup would keep it. */
export async function copyOfDatabase(database: SqliteDatabase): Promise<string> {
  const path = newDatabasePath();
  await database.file.configure('PRAGMA wal_checkpoint(TRUNCATE)');
  copyFileSync(database.path, path);
  return path;
}

/** The files of the database as they lie on the disk at this moment, in the midst of any work: the state that a kill leaves. */
export function copyAsIs({ path: from }: Pick<SqliteDatabase, 'path'>): string {
  const path = newDatabasePath();
  for (const end of ['', '-wal']) if (existsSync(from + end)) copyFileSync(from + end, path + end);
  return path;
}

/** Lets the disk of a database take nothing more, or gives it room again. */
export const setFull = (database: SqliteDatabase, full: boolean): Promise<void> =>
  database.file.configure(`PRAGMA max_page_count = ${full ? 1 : 1_000_000}`);

/** Plays a disk that has become read-only, as a failing one does, or works again. */
export const setReadOnly = (database: SqliteDatabase, readOnly: boolean): Promise<void> =>
  database.file.configure(`PRAGMA query_only = ${readOnly ? 'ON' : 'OFF'}`);
