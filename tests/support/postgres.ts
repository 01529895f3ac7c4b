/** Databases in the PostgreSQL of a run of tests: one cluster for all of them, made when the first asks; a schema for each. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { openPostgresDatabase, type PostgresDatabase } from '../../server/database/postgres/open-postgres';
import { newDatabasePath } from './database';
import { makeCluster } from './postgres-cluster';

const LOOK_EVERY = 50;

/** The address of the cluster's own database. */
async function clusterUrl(): Promise<string> {
  const folder = inject('postgresFolder');
  const ready = join(folder, 'ready');
  try {
    mkdirSync(join(folder, 'making'));
  } catch {
    // another test file makes it
    while (!existsSync(ready)) await sleep(LOOK_EVERY);
    return readFileSync(ready, 'utf8');
  }
  const cluster = await makeCluster({ folder: join(folder, 'cluster') });
  writeFileSync(`${ready}.new`, cluster.url('postgres'));
  renameSync(`${ready}.new`, ready);
  return cluster.url('postgres');
}

let made = 0;

/** The address of an empty schema, as DATABASE_URL takes it. */
export async function newPostgresUrl(): Promise<string> {
  const url = await clusterUrl();
  const schema = `t${process.pid}_${Date.now()}_${++made}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE SCHEMA ${schema}`);
  await client.end();
  return inSchema(url, schema);
}

export const inSchema = (url: string, schema: string): string =>
  `${url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`;

/** An empty database, or one more process on the one at `url`. */
export async function openTestPostgres(url?: string): Promise<PostgresDatabase> {
  return openPostgresDatabase({ url: url ?? (await newPostgresUrl()), copyPath: newDatabasePath() });
}
