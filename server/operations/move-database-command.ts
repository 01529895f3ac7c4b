/**
 * `move-database TO`: copies everything from SQLite to PostgreSQL, or back, proves that nothing differs, and only then reports that it may
 * be used.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config';
import { holdDataDir } from '../data-dir';
import { MOVED_TO } from '../database/moving/marks';
import type { TableProof } from '../database/moving/proof';
import { copyToPostgres, endMove, TargetNotEmpty } from '../database/moving/to-postgres';
import { copyToSqlite } from '../database/moving/to-sqlite';
import type { CentralDatabase } from '../database/port/central-database';
import { migratePg, pgMigrations } from '../database/postgres/migrations';
import { keepServersAway } from '../database/postgres/others/lock';
import type { PgPool } from '../database/postgres/pool';
import { openSqliteDatabase } from '../database/sqlite/open-database';
import { rowsPathOf } from '../database/sqlite/rows/open-rows';
import { StartError } from '../start-error';
import { compare } from './compare-databases';
import type { Command, Given, Outcome } from './command';
import { closedAfter, demandLog, openPool, readDatabase, readOwnDatabase } from './data-dir-in-use';
import { databaseNamesIn, LOG, SET_ASIDE } from './data-files';
import { keepBeforePostgres } from './upgrade/before-postgres';

type Settings = Pick<Config, 'dataDir' | 'copyDir'> & { databaseUrl: string };

export const moveDatabase: Command = {
  usage: 'move-database TO',
  does: 'copies everything between SQLite and PostgreSQL (TO is postgresql or sqlite) and proves it; the servers are stopped',
  run: async (given) => {
    const { databaseUrl } = given.config;
    if (databaseUrl === undefined)
      throw new StartError('Set DATABASE_URL: move-database copies between it and DATA_DIR.');
    const [to] = given.words;
    const settings = { ...given.config, databaseUrl };
    if (to === 'postgresql') return withDataDir(settings, given, (pool) => toPostgres(settings, pool, given));
    if (to === 'sqlite') return withDataDir(settings, given, (pool) => toSqlite(settings, pool, given));
    throw new StartError('Say where to: move-database postgresql, or move-database sqlite.');
  },
};

/** No server uses either of the two meanwhile. */
async function withDataDir(
  { dataDir, databaseUrl }: Settings,
  { note }: Pick<Given, 'note'>,
  work: (pool: PgPool) => Promise<Outcome>,
): Promise<Outcome> {
  const held = await holdDataDir(dataDir);
  try {
    // an empty database has no tables yet
    const pool = await openPool(databaseUrl, (client) =>
      migratePg(client, pgMigrations, {
        keep: (older, version) => keepBeforePostgres(dataDir, older, version),
        note,
      }),
    );
    return await closedAfter(pool, () => work(pool));
  } finally {
    held.release();
  }
}

/** `copy` runs while every server is kept away. */
async function withoutServers<T>(pool: PgPool, copy: () => Promise<T>): Promise<T> {
  const lock = await keepServersAway(pool);
  if (!lock) throw new StartError('A central server uses this PostgreSQL database: stop it first.');
  return closedAfter({ close: () => lock.end() }, copy);
}

async function toPostgres(settings: Settings, pool: PgPool, { note, now }: Given): Promise<Outcome> {
  const path = demandLog(settings);
  await (await readDatabase(path)).close();
  const sqlite = await openSqliteDatabase({ path });
  try {
    await sqlite.following.reached(undefined, WHOLE_MS);
    const copied = await withoutServers(pool, () =>
      copyToPostgres(
        pool,
        sqlite.file.read((sql) => sql),
        note,
      ),
    ).catch(explained);
    note('the rows are made and compared');
    const shared = await readOwnDatabase(settings);
    await closedAfter(shared, () => demandSame(shared, sqlite));
    const at = new Date(now()).toISOString();
    await sqlite.transaction(({ changes }) => changes.setMeta(MOVED_TO, at));
    await endMove(pool);
    return said(copied, 'PostgreSQL', `${path} is left as it was; no server starts on it any more.`);
  } finally {
    await sqlite.close();
  }
}

/** Rows of millions of changes take their time. */
const WHOLE_MS = 24 * 60 * 60 * 1000;

function explained(error: unknown): never {
  if (!(error instanceof TargetNotEmpty)) throw error;
  throw new StartError(
    `${error.message[0]?.toUpperCase() ?? ''}${error.message.slice(1)}, and this move did not fill it: name another, or empty that one.`,
    { cause: error },
  );
}

async function toSqlite(settings: Settings, pool: PgPool, { now }: Given): Promise<Outcome> {
  const { dataDir } = settings;
  const at = new Date(now()).toISOString();
  if (existsSync(join(dataDir, LOG))) await demandLeft(dataDir);
  const made = join(dataDir, '.moving');
  // the remains of an earlier try
  await rm(made, { recursive: true, force: true });
  await mkdir(made, { recursive: true });
  const copied = await withoutServers(pool, () => copyToSqlite(pool, join(made, LOG)));
  const sqlite = await openSqliteDatabase({ path: join(made, LOG) });
  try {
    await sqlite.following.reached(undefined, WHOLE_MS);
    const shared = await readOwnDatabase(settings);
    await closedAfter(shared, async () => {
      await demandSame(sqlite, shared);
      await shared.transaction(({ changes }) => changes.setMeta(MOVED_TO, at));
    });
  } finally {
    await sqlite.close();
  }
  const aside = await setAside(dataDir, `${SET_ASIDE}${at.replace(/[^0-9]/g, '')}`);
  await rename(join(made, LOG), join(dataDir, LOG));
  await rename(rowsPathOf(join(made, LOG)), rowsPathOf(join(dataDir, LOG)));
  await rm(made, { recursive: true, force: true });
  const kept = aside === undefined ? '' : ` What was there before is in ${aside}.`;
  return said(
    copied,
    join(dataDir, LOG),
    `PostgreSQL is left as it was; no server starts on it any more.${kept}`,
  );
}

/** A file from which the data were moved away may make room; any other is somebody's data. */
async function demandLeft(dataDir: string): Promise<void> {
  const there = await readDatabase(join(dataDir, LOG));
  try {
    const found = there.file.read((sql) =>
      sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', MOVED_TO),
    );
    if (!found) throw new StartError(`${join(dataDir, LOG)} is there, and holds data: take it away first.`);
  } finally {
    await there.close();
  }
}

/** Returns where; undefined when there was nothing. */
async function setAside(dataDir: string, name: string): Promise<string | undefined> {
  const names = await databaseNamesIn(dataDir);
  if (names.length === 0) return undefined;
  const folder = join(dataDir, name);
  await mkdir(folder);
  for (const each of names) await rename(join(dataDir, each), join(folder, each));
  return folder;
}

/** Every change, and every row that is made of them. */
async function demandSame(copy: CentralDatabase, original: CentralDatabase): Promise<void> {
  for (const one of [copy, original]) await one.following.reached(undefined, WHOLE_MS);
  const { isPrefix, newer, differences } = await compare(copy, original);
  if (isPrefix && newer === 0 && differences.length === 0) return;
  const which = differences.map(({ entity }) => entity).join(', ');
  throw new StartError(
    `The copy is not what was there (${which || 'the changes differ'}): it is not used, and nothing was altered where it was taken from.`,
  );
}

const said = (
  { changes, proofs }: { changes: number; proofs: readonly TableProof[] },
  to: string,
  left: string,
): Outcome => ({
  lines: [
    `${changes} changes and ${proofs.reduce((sum, { rows }) => sum + rows, 0)} other records were copied to ${to}; counts, digests and rows are the same.`,
    left,
  ],
  data: { ok: true, changes, tables: proofs },
});
