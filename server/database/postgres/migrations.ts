/**
 * The tables in PostgreSQL, by numbered steps of their own. A step that was released is never edited; a new one is added, and leaves
 * everything that the version before reads (a rolling upgrade runs both for a while).
 */
import type { ClientBase } from 'pg';
import { first } from './migrations/001-first';
import { v6Alone } from './migrations/002-v6-alone';
import { rightsOfEquipment } from './migrations/003-rights-of-equipment';
import { views } from './migrations/004-views';
import { joinCodesOfMany } from './migrations/005-join-codes-of-many';
import { firstPasswords } from './migrations/006-first-passwords';
import { v6CursorsWithinReach } from './migrations/007-v6-cursors-within-reach';

export interface PgMigration {
  version: number;
  sql: string;
}

export const pgMigrations: readonly PgMigration[] = [
  first,
  v6Alone,
  rightsOfEquipment,
  views,
  joinCodesOfMany,
  firstPasswords,
  v6CursorsWithinReach,
];

/** Of all databases of a cluster, ours are migrated one process at a time. */
const LOCK = 7_215_093_114;

const pgVersion = (steps = pgMigrations): number => steps.at(-1)?.version ?? 0;

/** Brings the tables up to date, all steps in one transaction. Throws when a newer version of the program made them. */
export async function migratePg(client: ClientBase, steps = pgMigrations): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    const current = await versionIn(client);
    const known = pgVersion(steps);
    if (current > known)
      throw new Error(`the database is of version ${current}, this program knows up to ${known}`);
    for (const { version, sql } of steps) if (version > current) await client.query(sql);
    if (current < known) await client.query(`UPDATE schema_version SET version = ${known}`);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Leaves the tables as they are. Throws unless they are of the version that this program makes: another server may run on them. */
export async function demandCurrentPg(client: Pick<ClientBase, 'query'>): Promise<void> {
  const found = await versionIn(client);
  const known = pgVersion();
  if (found === known) return;
  throw new Error(
    found > known
      ? `the database is of version ${found}, this program knows up to ${known}`
      : `the database is of version ${found}, and becomes version ${known} when the server is started`,
  );
}

/** 0: nothing of ours is there. */
export async function versionIn(client: Pick<ClientBase, 'query'>): Promise<number> {
  const there = await client.query(`SELECT to_regclass('schema_version') AS found`);
  const [{ found } = { found: null }] = there.rows as { found: string | null }[];
  if (found === null) return 0;
  const known = await client.query('SELECT version FROM schema_version');
  const [row] = known.rows as { version: number }[];
  return row?.version ?? 0;
}
