/** A look at the file of the database before anything writes to it: one that is spoilt, or of another program, stays as it is. */
import { stat } from 'node:fs/promises';
import { isSpoilt, openForReading } from './database/sqlite/connection';
import { versionOf } from './database/sqlite/migrations';
import { StartError } from './start-error';

const CANNOT_OPEN = 'The database cannot be opened:';

/** Tables that every version of this program has made. */
const OURS = ['meta', 'documents'];

/** Rejects with StartError where no server can start on it. `hasRun`: other files show that one did. */
export async function demandOwnFile(path: string, hasRun: boolean): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isFile()) throw new StartError(`${CANNOT_OPEN} ${path} is not a file.`);
  const isThere = found !== undefined && found.size > 0;
  // a country programme must not seem to begin anew because its database is gone
  if (!isThere && hasRun)
    throw new StartError(
      `${CANNOT_OPEN} ${path} is ${found ? 'empty' : 'not there'}, and a central server has run in this folder: restore a backup, or set DATA_DIR to a new folder to begin anew.`,
    );
  if (isThere && (await sizeOf(`${path}-journal`)) > 0)
    throw new StartError(
      `${CANNOT_OPEN} ${path}-journal lies beside it, which this program never leaves. Another program was stopped while it wrote into the database, or the file is of another copy of it. Both were left as they are: copy the database here once more without it, or restore a backup.`,
    );
  if (isThere && !(await isOwn(path)))
    throw new StartError(
      `${CANNOT_OPEN} ${path} is a database of another program, and was left as it is: set DATA_DIR to another folder.`,
    );
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** A file without tables is one that a start was cut off at. */
async function isOwn(path: string): Promise<boolean> {
  try {
    const connection = await openForReading(path);
    try {
      const tables = connection
        .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
        .all()
        .map((row) => (row as { name: string }).name);
      return versionOf(connection) === 0 ? tables.length === 0 : OURS.every((name) => tables.includes(name));
    } finally {
      connection.close();
    }
  } catch (cause) {
    throw isSpoilt(cause) ? damaged(path, cause) : cause;
  }
}

/** `cause`: SQLite's word that the file holds something else than was written. */
export const damaged = (path: string, cause: unknown): StartError =>
  new StartError(
    `${CANNOT_OPEN} ${path} is damaged (${cause instanceof Error ? cause.message : 'unknown error'}), and was left as it is: restore a backup.`,
    { cause },
  );
