/** Central's database in PostgreSQL: any number of server processes, each with a copy of the log and rows of its own. */
import type { ClientBase } from 'pg';
import type { Change } from '#shared/change/change';
import type { EntityRef } from '#shared/change/entity-ref';
import type { CentralDatabase } from '../port/central-database';
import type { ChangeReader } from '../port/changes';
import type { Others } from '../port/others';
import { hasEntity } from '../sqlite/rows/owned';
import { mergedWith } from '../sqlite/v6/merged-with';
import { waitedFor } from '../sqlite/v6/waited-for';
import type { SqliteDatabase } from '../sqlite/open-database';
import { pgAllowances } from './allowances';
import { fresh } from './fresh';
import { openCopy, type CopyOptions } from './log/open-copy';
import { SharedLog } from './log/shared-log';
import { demandCurrentPg, migratePg, pgMigrations, type Upgrading } from './migrations';
import { Locks, oneAtATime } from './others/lock';
import { Ear } from './others/ear';
import { Listeners } from './others/listeners';
import { tell, ToldReader } from './others/told';
import { metaOf, pgNotes } from './notes';
import { PgPool } from './pool';
import { preparePostgres } from './prepare';
import { pgProofReader } from './proofs';
import { pgRegistry } from './registry/registry';
import { pgTries } from './tries';
import { pgV6 } from './v6/v6';

interface PostgresOptions extends CopyOptions {
  url: string;
  /** The database has another past than the copy of this process, which is of no use any more: the process ends, and makes another. */
  onDiffers?: (error: Error) => void;
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
  const changes: ChangeReader = {
    ...fresh(local.changes, log),
    meta: (key) => pool.read((sql) => metaOf(sql, key)),
    // what a disk spoils of the copy is whole in PostgreSQL
    isSpoilt: () => Promise.resolve(false),
  };
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
    notes: pgNotes(pool),
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
