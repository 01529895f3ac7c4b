/**
 * Notices that the database is an older copy, however it was put back. At each start a new random text goes into the database and
 * into a file beside it; where they differ, one of the two is from another day. A start that is cut between the two looks the same:
 * it costs a pause in the cleaning of files, and devices that join from then on may send to stores that their site has lost (rule D2).
 */
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openConnection } from '../database/sqlite/connection';
import { sqlOn } from '../database/sqlite/sql';
import { syncFile, syncFolder } from '../files/folders';
import type { CentralDatabase } from '../database/port/central-database';
import type { ChangeTx } from '../database/port/changes';
import { TWIN } from './data-files';

const KEY = 'twin';
/** in `meta` */
export const RESTORED_AT = 'restored_at';
/** In `meta`: a device that joined after this moment may be one that a restore has forgotten. The earliest of all restores. */
const FORGOTTEN_SINCE = 'forgotten_since';

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
    if (differs) await noteIn(changes, now, now);
    await changes.setMeta(KEY, next);
    return differs;
  });
  await writeFile(`${path}.new`, next);
  await syncFile(`${path}.new`);
  await rename(`${path}.new`, path);
  await syncFolder(dataDir);
  return isRestored;
}

/**
 * Devices have shown that it was put back, though the file beside it is as old. `since`: a moment of the life that was lost. All that the
 * database knows was there before it; whoever joined later joined after the restore, be that noticed or not.
 */
export const noteRestore = (database: CentralDatabase, now: number, since = now): Promise<void> =>
  database.transaction(({ changes }) => noteIn(changes, now, since));

/** A moment of a lost life that is earlier than all that were known. */
export async function noteForgottenSince(database: CentralDatabase, since: number): Promise<void> {
  if (since >= ((await forgottenSince(database)) ?? Infinity)) return;
  await database.transaction(({ changes }) => lower(changes, since));
}

type Meta = Pick<ChangeTx, 'meta' | 'setMeta'>;

async function noteIn(changes: Meta, now: number, since: number): Promise<void> {
  await lower(changes, since);
  await changes.setMeta(RESTORED_AT, String(now));
}

async function lower(changes: Meta, since: number): Promise<void> {
  await changes.setMeta(FORGOTTEN_SINCE, String(Math.min(since, (await sinceIn(changes)) ?? Infinity)));
}

/** A former version wrote down only when it noticed a restore. */
async function sinceIn(changes: Pick<ChangeTx, 'meta'>): Promise<number | undefined> {
  const since = (await changes.meta(FORGOTTEN_SINCE)) ?? (await changes.meta(RESTORED_AT));
  return since === undefined ? undefined : Number(since);
}

/** In the file of a database that was unpacked: a server on PostgreSQL, to which it may be moved, has no twin beside it that shows it. */
export async function noteRestoreIn(path: string, now: number): Promise<void> {
  const connection = await openConnection(path);
  const sql = sqlOn(connection);
  try {
    await noteIn(
      {
        meta: async (key) => sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value,
        setMeta: async (key, value) =>
          sql.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', key, value),
      },
      now,
      now,
    );
  } finally {
    connection.close();
  }
}

/** The moment at which a restore of the database was last noticed, milliseconds. */
export async function restoredAt(database: Pick<CentralDatabase, 'changes'>): Promise<number | undefined> {
  const at = await database.changes.meta(RESTORED_AT);
  return at === undefined ? undefined : Number(at);
}

/** A device that joined after it may be one that a restore has forgotten, milliseconds; undefined: no restore is known of. */
export const forgottenSince = ({ changes }: Pick<CentralDatabase, 'changes'>): Promise<number | undefined> =>
  sinceIn(changes);
