/**
 * A consistent copy of a database that is in use. `VACUUM INTO` reads one state of it from beginning to end, even while others write. The
 * page by page copy of the sqlite3 shell begins again at each write, and never ends on a busy server.
 */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFile } from '../../files/folders';
import { StartError } from '../../start-error';
import { openForReading } from '../../database/sqlite/connection';

/** Copies the database `from` to the new file `to`, on the disk when it resolves, and checked. */
export async function snapshot(from: string, to: string): Promise<void> {
  const connection = await openForReading(from);
  try {
    await demandRoom(sizeOf(connection), dirname(to));
    connection.prepare('VACUUM INTO ?').run(to);
  } finally {
    connection.close();
  }
  await syncFile(to);
  await checkDatabase(to);
}

/** Rejects with StartError unless the file is a whole database. */
export async function checkDatabase(path: string): Promise<void> {
  const connection = await openForReading(path);
  try {
    const [first] = connection.prepare('PRAGMA integrity_check(1)').all() as { integrity_check: string }[];
    if (first?.integrity_check !== 'ok')
      throw new StartError(`The database ${path} is damaged: ${first?.integrity_check ?? 'unreadable'}.`);
  } finally {
    connection.close();
  }
}

type Connection = Awaited<ReturnType<typeof openForReading>>;

const pragma = (connection: Connection, name: string): number => {
  const row = connection.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
  return row[name] ?? 0;
};

const sizeOf = (connection: Connection): number =>
  (pragma(connection, 'page_count') - pragma(connection, 'freelist_count')) * pragma(connection, 'page_size');

/** A copy must never fill the disk that the server writes to. */
const SPARE_BYTES = 64 * 1024 * 1024;

/** Rejects with StartError unless the disk has room for as many more. */
export async function demandRoom(bytes: number, folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize > bytes + SPARE_BYTES) return;
  throw new StartError(
    `There is no room for a copy of the database in ${folder}: it needs ${Math.ceil((bytes + SPARE_BYTES) / 1e6)} MB.`,
  );
}
