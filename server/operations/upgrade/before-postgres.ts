/** PostgreSQL as it was before a migration: copied by the process that brings the tables up to date, before anything is changed. */
import { existsSync, readFileSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientBase } from 'pg';
import * as z from 'zod';
import { copiedTables, damagedIn, type CopiedTable } from '../../database/moving/as-it-is/copied-file';
import { copyOut } from '../../database/moving/as-it-is/copy-out';
import { ownTables } from '../../database/postgres/own-tables';
import { pgMigrations } from '../../database/postgres/migrations';
import { makeFolder, syncFile, syncFolder } from '../../files/folders';
import { StartError } from '../../start-error';
import { acceptedOn, type Accepted } from '../backup/accepted';
import { demandRoom } from '../backup/snapshot';
import { BEFORE_UPGRADE_PG } from '../data-files';

const about = z.object({
  /** of the tables */
  databaseVersion: z.number(),
  /** the version of the program that wrote them last */
  program: z.string(),
  /** of the log: a copy is of one database alone */
  logId: z.string(),
  /** the number of things accepted by then, as `acceptedOn` counts them */
  accepted: z.record(z.string(), z.number()),
  tables: copiedTables,
});

export interface BeforePostgres extends z.infer<typeof about> {
  path: string;
}

/** The name of the copy in its folder. */
export const COPY = 'postgresql.sqlite';

/** Undefined when there is none, or it was cut short. */
export function readBeforePostgres(dataDir: string): BeforePostgres | undefined {
  const folder = join(dataDir, BEFORE_UPGRADE_PG);
  const path = join(folder, 'about.json');
  if (!existsSync(path)) return undefined;
  return { ...about.parse(JSON.parse(readFileSync(path, 'utf8'))), path: join(folder, COPY) };
}

/** Rejects with StartError when there is no room: nothing is changed then. */
export async function keepBeforePostgres(
  dataDir: string,
  client: ClientBase,
  databaseVersion: number,
): Promise<void> {
  const folder = join(dataDir, BEFORE_UPGRADE_PG);
  await rm(folder, { recursive: true, force: true });
  await makeFolder(folder);
  // it holds all that the database holds
  await chmod(folder, 0o700);
  const { tables, accepted } = await copyWhole(client, join(folder, COPY));
  const text = JSON.stringify({
    ...{ databaseVersion, tables, accepted },
    program: (await oneOf(client, `SELECT value FROM meta WHERE key = 'program'`)) ?? 'before this one',
    logId: await logIdOf(client),
  });
  const path = join(folder, 'about.json');
  await writeFile(path, text);
  await syncFile(path);
  await syncFolder(folder);
}

/** One state of all tables, on the disk and proven when it resolves. */
export async function copyWhole(
  client: ClientBase,
  path: string,
): Promise<{ tables: CopiedTable[]; accepted: Accepted }> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const names = ownTables(pgMigrations);
    await demandRoom(await sizeOf(client, names), join(path, '..'));
    const tables = await copyOut(client, names, path);
    await syncFile(path);
    const damaged = await damagedIn(path, tables);
    if (damaged.length > 0)
      throw new StartError(`The copy of PostgreSQL in ${path} is damaged: ${damaged.join(', ')}.`);
    return { tables, accepted: await acceptedOn(client) };
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

async function sizeOf(client: ClientBase, names: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    'SELECT coalesce(sum(pg_table_size(to_regclass(name))), 0) AS bytes FROM unnest($1::text[]) AS name',
    [names],
  );
  return Number(rows[0]?.bytes ?? 0);
}

export const logIdOf = async (client: ClientBase): Promise<string> =>
  (await oneOf(client, 'SELECT id AS value FROM log_head')) ?? '';

async function oneOf(client: ClientBase, text: string): Promise<string | undefined> {
  const { rows } = await client.query<{ value: string }>(text);
  return rows[0]?.value;
}
