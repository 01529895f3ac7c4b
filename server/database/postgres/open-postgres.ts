/** Central's database in PostgreSQL: any number of server processes, each with a copy of the log and rows of its own. */
import type { ClientBase } from 'pg';
import type { Change } from '#shared/change/change';
import type { EntityRef } from '#shared/change/entity-ref';
import type { CentralDatabase } from '../port/central-database';
import type { Others } from '../port/others';
import { hasEntity } from '../sqlite/rows/owned';
import { mergedWith } from '../sqlite/v6/merged-with';
import { waitedFor } from '../sqlite/v6/waited-for';
import { NewerDatabase } from '../sqlite/migrations';
import { removeRows } from '../sqlite/rows/rows-file';
import { openSqliteDatabase, type SqliteDatabase } from '../sqlite/open-database';
import { rowsPathOf } from '../sqlite/rows/open-rows';
import { placeOf } from './address';
import { pgAllowances } from './allowances';
import { fresh } from './fresh';
import { reasonOf } from './faults';
import { LogCopy, CopyDiffers } from './log/log-copy';
import { chainAt, type Head } from './log/run';
import { SharedLog } from './log/shared-log';
import { demandCurrentPg, migratePg, pgMigrations, type Upgrading } from './migrations';
import { Locks, oneAtATime } from './others/lock';
import { Ear } from './others/ear';
import { Listeners } from './others/listeners';
import { tell, ToldReader } from './others/told';
import { PgPool } from './pool';
import { pgProofReader } from './proofs';
import { pgRegistry } from './registry/registry';
import type { PgSql } from './sql';
import { pgTries } from './tries';
import { pgV6 } from './v6/v6';
import { pgSqlOn } from './sql';

interface PostgresOptions {
  url: string;
  /** the file of this process's copy of the log; its rows lie beside it */
  copyPath: string;
  /** called with changes that the rows could not take, and with faults of other processes */
  onFault?: (error: unknown) => void;
  /** The database has another past than the copy of this process, which is of no use any more: the process ends, and makes another. */
  onDiffers?: (error: Error) => void;
  rowsThread?: URL;
  /** the tables stay as they are, and must be of this program's version: a command beside servers that run */
  isBesideServers?: boolean;
  upgrading?: Upgrading;
}

export interface PostgresDatabase extends CentralDatabase {
  readonly others: Others;
  /** the copy was of a later or another past of this very database: it was put back since */
  readonly wasPutBack: boolean;
  readonly pool: PgPool;
}

/** Rejects with an Error whose message is one line, without the password. */
export async function openPostgresDatabase(options: PostgresOptions): Promise<PostgresDatabase> {
  const pool = new PgPool(options.url);
  try {
    const upgrade = (client: ClientBase): Promise<void> => migratePg(client, pgMigrations, options.upgrading);
    await preparePostgres(pool, options.url, options.isBesideServers ? demandCurrentPg : upgrade);
    return await openOn(pool, options);
  } catch (error) {
    await pool.close();
    throw error;
  }
}

const OLDEST = 130_000;

/** Brings the tables up to date, or, by `demandCurrentPg`, demands that they are. Rejects with one line. */
export async function preparePostgres(
  pool: PgPool,
  url: string,
  bring: (client: ClientBase) => Promise<void>,
): Promise<void> {
  try {
    // steps over a country's tables take longer than a connection of the pool waits
    await pool.withLasting(async (client) => {
      const sql = pgSqlOn(client);
      const found = await sql.get<{ version: number; encoding: string; schema: string | null }>(
        `SELECT current_setting('server_version_num')::integer AS version, current_setting('server_encoding') AS encoding,
         current_schema() AS schema`,
      );
      if (!found || found.version < OLDEST) throw new Error('PostgreSQL 13 or newer is needed');
      if (found.encoding !== 'UTF8') throw new Error(`its encoding is ${found.encoding}, and must be UTF8`);
      if (found.schema === null) throw new Error('its search_path names no schema that is there');
      await bring(client);
    });
  } catch (cause) {
    throw new Error(`PostgreSQL at ${placeOf(url)}: ${reasonOf(cause)}`, { cause });
  }
}

interface LogState extends Head {
  id: string;
}

const stateOf = async (sql: PgSql): Promise<LogState> => {
  const state = await sql.get<LogState>('SELECT id, last, chain FROM log_head');
  if (!state) throw new Error('the database has no log');
  return state;
};

async function openOn(pool: PgPool, options: PostgresOptions): Promise<PostgresDatabase> {
  const { local, copy, wasPutBack } = await openCopy(pool, options);
  try {
    const channel = await pool.read(async (sql) => {
      const found = await sql.get<{ name: string }>(
        `SELECT 'waypost_' || left(md5(current_schema()), 16) AS name`,
      );
      return found?.name ?? 'waypost';
    });
    const listeners = new Listeners();
    const { onFault = () => undefined, onDiffers = () => undefined } = options;
    const log = new SharedLog({
      ...{ pool, local, copy, channel, onDiffers },
      onStored: (stored) => listeners.stored(stored),
    });
    const locks = new Locks(pool);
    await locks.begin();
    // nobody returns to the tables of before from now on
    await pool.with(demandCurrentPg);
    await log.refresh();
    const told = await ToldReader.open(pool);
    const ear = new Ear(pool, channel, async () => {
      await log.freshen().catch(onFault);
      const news = await told.read().catch(() => []);
      for (const one of news) listeners.told(one);
    });
    ear.start();
    return databaseOn({ pool, local, log, locks, ear, listeners, channel, onFault, wasPutBack });
  } catch (error) {
    await local.close();
    throw error;
  }
}

/** The copy that is there, where it is of this log; else a new one. */
async function openCopy(
  pool: PgPool,
  options: PostgresOptions,
): Promise<{ local: SqliteDatabase; copy: LogCopy; wasPutBack: boolean }> {
  const state = await pool.read(stateOf);
  const known = await openKnown(options);
  const found: Found = known ? await copyIn(pool, known, state) : { isOfThisLog: false };
  if (known && found.copy) return { local: known, copy: found.copy, wasPutBack: false };
  await known?.close();
  removeRows(options.copyPath);
  removeRows(rowsPathOf(options.copyPath));
  const local = await openLocal(options);
  return { local, copy: await LogCopy.of(local, state.id), wasPutBack: found.isOfThisLog };
}

/** Undefined: a newer version of the program, from which staff returned to this one, made the copy. */
async function openKnown(options: PostgresOptions): Promise<SqliteDatabase | undefined> {
  try {
    return await openLocal(options);
  } catch (error) {
    if (error instanceof NewerDatabase) return undefined;
    throw error;
  }
}

function openLocal({ copyPath, onFault, rowsThread }: PostgresOptions): Promise<SqliteDatabase> {
  return openSqliteDatabase({
    path: copyPath,
    // changes that a power cut takes from a copy are fetched again
    isDurable: false,
    ...(onFault && { onFault }),
    ...(rowsThread && { rowsThread }),
  });
}

interface Found {
  copy?: LogCopy;
  isOfThisLog: boolean;
}

async function copyIn(pool: PgPool, local: SqliteDatabase, state: LogState): Promise<Found> {
  try {
    const copy = await LogCopy.of(local, state.id);
    const { last, chain } = copy.head;
    const there = last === 0 ? chain : await pool.read((sql) => chainAt(sql, last));
    const isSame = there !== undefined && last <= state.last && Buffer.compare(there, chain) === 0;
    return { ...(isSame && { copy }), isOfThisLog: true };
  } catch (error) {
    if (error instanceof CopyDiffers) return { isOfThisLog: false };
    throw error;
  }
}

interface DatabaseParts {
  pool: PgPool;
  local: SqliteDatabase;
  log: SharedLog;
  locks: Locks;
  ear: Ear;
  listeners: Listeners;
  channel: string;
  onFault: (error: unknown) => void;
  wasPutBack: boolean;
}

function databaseOn(parts: DatabaseParts): PostgresDatabase {
  const { pool, local, log, locks, ear, listeners, channel, onFault, wasPutBack } = parts;
  const changes = fresh(local.changes, log);
  const rows = fresh(local.rows, log);
  const knownRows = {
    seq: () => local.view.seq,
    reached: (seq: number, ms: number) => local.following.reached(seq, ms),
    has: (entity: string, id: string) => local.view.now((query) => hasEntity(query, entity, id)),
    mergedWith: (change: Change) => mergedWith(local.view, change),
    waitedFor: (changes: readonly Change[], isNew: (ref: EntityRef) => boolean) =>
      waitedFor(local.view, changes, isNew),
  };
  return {
    pool,
    wasPutBack,
    changes,
    rows,
    following: {
      behind: () => Promise.resolve(Math.max(0, log.last - local.view.seq)),
      reached: async (seq, ms) => {
        await log.freshen();
        return local.following.reached(seq, ms);
      },
      rebuild: () => local.following.rebuild(),
    },
    proofs: pgProofReader(pool, fresh(local.proofs, log)),
    registry: pgRegistry(pool, rows),
    tries: pgTries(pool),
    allowances: pgAllowances(pool),
    v6: pgV6(
      pool,
      { after: (seq, limit) => local.changes.after(seq, limit), lastSeq: () => changes.lastSeq() },
      knownRows,
    ),
    others: {
      onStored: (listener) => listeners.onStored(listener),
      onTold: (listener) => listeners.onTold(listener),
      tell: (told) => tell(pool, channel, told),
      oneAtATime: (name, work) => oneAtATime(pool, name, work, onFault),
      isAlone: () => locks.isOnlyServer(),
      alone: (name, work) => locks.alone(name, work),
    },
    transaction: (work) => log.transaction(work),
    canWrite: () => canWrite(pool, local),
    close: async () => {
      await ear.close();
      await locks.close();
      await log.idle();
      await local.close();
      await pool.close();
    },
  };
}

const WRITABLE = `SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off' AS yes`;

async function canWrite(pool: PgPool, local: SqliteDatabase): Promise<boolean> {
  try {
    const found = await pool.read((sql) => sql.get<{ yes: boolean }>(WRITABLE));
    return found?.yes === true && (await local.canWrite());
  } catch {
    return false;
  }
}
