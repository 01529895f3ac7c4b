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
import { v6PushedAgain } from './migrations/008-v6-pushed-again';
import { signInByAProvider } from './migrations/009-sign-in-by-a-provider';

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
  v6PushedAgain,
  signInByAProvider,
];

/** Of all schemas of a database, one process at a time brings the tables of one up to date. */
const LOCK = 7_215_093_114;

/** The longest wait of a step for a table that another session uses; what comes to that table meanwhile waits behind it. Milliseconds. */
const STEP_WAITS_MS = 15_000;

const pgVersion = (steps = pgMigrations): number => steps.at(-1)?.version ?? 0;

export interface Upgrading {
  /** called with the version that is there, before anything is changed in tables that hold something; rejects: nothing is changed */
  keep?: (client: ClientBase, version: number) => Promise<void>;
  /** for a person: another process is at it, and this one waits */
  note?: (line: string) => void;
}

/** Brings the tables up to date, all steps in one transaction. Throws when a newer version of the program made them. */
export async function migratePg(
  client: ClientBase,
  steps = pgMigrations,
  { keep, note }: Upgrading = {},
): Promise<void> {
  if (isCurrent(await versionIn(client), steps)) return;
  await whileNobodyMigrates(client, note, async () => {
    const current = await versionIn(client);
    if (isCurrent(current, steps)) return;
    if (current > 0) await keep?.(client, current);
    await inTransaction(client, () => takeSteps(client, current, steps));
  });
}

function isCurrent(current: number, steps: readonly PgMigration[]): boolean {
  const known = pgVersion(steps);
  if (current > known)
    throw new Error(`the database is of version ${current}, this program knows up to ${known}`);
  return current === known;
}

/** In a transaction of the caller's. */
export async function takeSteps(
  client: ClientBase,
  current: number,
  steps: readonly PgMigration[],
): Promise<void> {
  for (const { version, sql } of steps) if (version > current) await client.query(sql);
  await client.query(`UPDATE schema_version SET version = ${pgVersion(steps)}`);
}

export async function inTransaction(client: ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = ${STEP_WAITS_MS}`);
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** The lock is given back at the end, or goes with the connection. */
export async function whileNobodyMigrates(
  client: ClientBase,
  note: Upgrading['note'],
  work: () => Promise<void>,
): Promise<void> {
  const got = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS got`);
  if (got.rows[0]?.got !== true) {
    note?.('Another process brings the database up to date: waiting for it.');
    await client.query(`SELECT pg_advisory_lock(${LOCK})`);
  }
  try {
    await work();
  } finally {
    await client.query(`SELECT pg_advisory_unlock(${LOCK})`).catch(() => undefined);
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

/** Of the version that this program makes, or of a newer one, with which it goes on. */
export const isAsNew = async (client: Pick<ClientBase, 'query'>): Promise<boolean> =>
  (await versionIn(client)) >= pgVersion();

/** 0: nothing of ours is there. */
export async function versionIn(client: Pick<ClientBase, 'query'>): Promise<number> {
  const there = await client.query(`SELECT to_regclass('schema_version') AS found`);
  const [{ found } = { found: null }] = there.rows as { found: string | null }[];
  if (found === null) return 0;
  const known = await client.query('SELECT version FROM schema_version');
  const [row] = known.rows as { version: number }[];
  return row?.version ?? 0;
}
