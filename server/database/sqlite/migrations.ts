/** The tables of the SQLite database, by numbered steps. A step that was released is never edited; a new one is added. */
import type { Migration } from './migration';
import type { Connection } from './connection';
import { changes } from './migrations/001-changes';
import { registry } from './migrations/002-registry';
import { v6 } from './migrations/003-v6';
import { staff } from './migrations/004-staff';
import { usage } from './migrations/005-usage';
import { files } from './migrations/006-files';
import { v6Stores } from './migrations/007-v6-stores';
import { counts } from './migrations/008-counts';
import { v6Cursors } from './migrations/009-v6-cursors';
import { v6Memory } from './migrations/010-v6-memory';
import { serialNumbers } from './migrations/012-serial-numbers';
import { regions } from './migrations/019-regions';
import { proofs } from './migrations/020-proofs';
import { fileStores } from './migrations/021-file-stores';
import { log } from './migrations/022-log';
import { v6Alone } from './migrations/023-v6-alone';
import { noRefusedNumbers } from './migrations/024-no-refused-numbers';
import { secondFactors } from './migrations/025-second-factors';
import { rightsOfEquipment } from './migrations/026-rights-of-equipment';
import { views } from './migrations/027-views';
import { joinCodesOfMany } from './migrations/028-join-codes-of-many';
import { firstPasswords } from './migrations/029-first-passwords';
import { v6CursorsWithinReach } from './migrations/030-v6-cursors-within-reach';
import { v6PushedAgain } from './migrations/031-v6-pushed-again';
import { signInByAProvider } from './migrations/032-sign-in-by-a-provider';

export const migrations: readonly Migration[] = [
  changes,
  registry,
  v6,
  staff,
  usage,
  files,
  v6Stores,
  counts,
  v6Cursors,
  v6Memory,
  serialNumbers,
  regions,
  proofs,
  fileStores,
  log,
  v6Alone,
  noRefusedNumbers,
  secondFactors,
  rightsOfEquipment,
  views,
  joinCodesOfMany,
  firstPasswords,
  v6CursorsWithinReach,
  v6PushedAgain,
  signInByAProvider,
];

/** A newer version of the program wrote the file. */
export class NewerDatabase extends Error {}

/** Brings a file up to date, all steps in one transaction. Throws NewerDatabase when a newer version of the program wrote it. */
export function migrate(connection: Connection, steps: readonly Migration[] = migrations): void {
  const last = steps.at(-1)?.version ?? 0;
  const current = versionOf(connection);
  if (current > last)
    throw new NewerDatabase(`the database is of version ${current}, this program knows up to ${last}`);
  if (current === last) return;
  connection.exec('BEGIN IMMEDIATE');
  try {
    for (const step of steps) if (step.version > current) take(connection, step);
    connection.exec(`PRAGMA user_version = ${last}; COMMIT`);
    // of a new file: tables that early steps made and later ones dropped
    if (current === 0) connection.exec('VACUUM');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function take(connection: Connection, { sql, run, after }: Migration): void {
  connection.exec(sql);
  run?.(connection);
  if (after !== undefined) connection.exec(after);
}

/** Of the tables, as this program makes them. */
export const databaseVersion = (steps: readonly Migration[] = migrations): number =>
  steps.at(-1)?.version ?? 0;

/** Throws unless the tables are those that this program knows: beside a server of another version nothing is changed. */
export function demandCurrent(connection: Connection): void {
  const found = versionOf(connection);
  const known = databaseVersion();
  if (found === known) return;
  throw new Error(
    found > known
      ? `the database is of version ${found}, this program knows up to ${known}`
      : `the database is of version ${found}, and becomes version ${known} when the server is started`,
  );
}

export function versionOf(connection: Connection): number {
  const row = connection.prepare('PRAGMA user_version').get() as { user_version: number };
  return row.user_version;
}
