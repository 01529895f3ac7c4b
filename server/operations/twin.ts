/**
 * Notices that the database is an older copy, however it was put back. At each start a new random text goes into the database and
 * into a file beside it; where they differ, one of the two is from another day. A start that is cut between the two looks the same:
 * it costs a pause in the cleaning of files, and devices that join from then on may send to stores that their site has lost (rule D2).
 */
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openConnection } from '../database/sqlite/connection';
import { syncFile, syncFolder } from '../files/folders';
import type { CentralDatabase } from '../database/port/central-database';
import { TWIN } from './data-files';

const KEY = 'twin';
/** in `meta` */
export const RESTORED_AT = 'restored_at';

/** Returns true when the database was put back since the last start. */
export async function compareTwins(
  database: CentralDatabase,
  dataDir: string,
  now: number,
): Promise<boolean> {
  const path = join(dataDir, TWIN);
  const beside = await readFile(path, 'utf8').catch(() => undefined);
  const next = randomBytes(16).toString('hex');
  const isRestored = await database.transaction(async ({ changes }) => {
    const inside = await changes.meta(KEY);
    const differs = inside !== undefined ? inside !== beside : beside !== undefined;
    if (differs) await changes.setMeta(RESTORED_AT, String(now));
    await changes.setMeta(KEY, next);
    return differs;
  });
  await writeFile(`${path}.new`, next);
  await syncFile(`${path}.new`);
  await rename(`${path}.new`, path);
  await syncFolder(dataDir);
  return isRestored;
}

/** Devices have shown that it was put back, though the file beside it is as old. */
export const noteRestore = (database: CentralDatabase, now: number): Promise<void> =>
  database.transaction(({ changes }) => changes.setMeta(RESTORED_AT, String(now)));

/** In the file of a database that was unpacked: a server on PostgreSQL, to which it may be moved, has no twin beside it that shows it. */
export async function noteRestoreIn(path: string, now: number): Promise<void> {
  const connection = await openConnection(path);
  try {
    connection
      .prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
      .run(RESTORED_AT, String(now));
  } finally {
    connection.close();
  }
}

/** The moment at which a restore of the database was last noticed, milliseconds. */
export async function restoredAt(database: Pick<CentralDatabase, 'changes'>): Promise<number | undefined> {
  const at = await database.changes.meta(RESTORED_AT);
  return at === undefined ? undefined : Number(at);
}
