/** Central's database in PostgreSQL: any number of server processes, each with a copy of the log and rows of its own. */
import type { ClientBase } from 'pg';
import type { CentralDatabase } from '../port/central-database';
import type { ChangeReader } from '../port/changes';
import type { Others } from '../port/others';
import { MOVED_TO } from '../moving/marks';
import { hasEntity } from '../sqlite/rows/owned';
import { mergedWith } from '../sqlite/v6/merged-with';
import { waitedFor } from '../sqlite/v6/waited-for';
import { pgAllowances } from './allowances';
import { fresh } from './fresh';
import { OwnCopy, type OwnCopyOptions } from './log/own-copy';
import { CopyProver } from './log/prove-copy';
import { SharedLog } from './log/shared-log';
import { demandCurrentPg, isAsNew, migratePg, pgMigrations, type Upgrading } from './migrations';
import { Locks, MovedAway, oneAtATime } from './others/lock';
import { Ear } from './others/ear';
import { Listeners } from './others/listeners';
import { tell, ToldReader } from './others/told';
import { metaOf, pgNotes } from './notes';
import { PgPool } from './pool';
import { pgSqlOn } from './sql';
import { preparePostgres } from './prepare';
import { pgProofReader } from './proofs';
import { pgRegistry } from './registry/registry';
import { pgTries } from './tries';
import { pgV6 } from './v6/v6';

interface PostgresOptions extends OwnCopyOptions {
  url: string;
  /** The database has another past than the copy of this process, which is of no use any more: the process ends, and makes another. */
  onDiffers?: (error: Error) => void;
  /** The data were moved away while this process did not hold the database, or its tables put back: the process ends. */
  onMoved?: (error: Error) => void;
  /** the tables stay as they are, and must be of this program's version: a command beside servers that run */
  isBesideServers?: boolean;
  upgrading?: Upgrading;
}

export interface PostgresDatabase extends CentralDatabase {
  readonly others: Others;
  readonly ownCopy: OwnCopy;
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
  const own = await OwnCopy.open(pool, options);
  try {
    const channel = await pool.read(async (sql) => {
      const found = await sql.get<{ name: string }>(
        `SELECT 'waypost_' || left(md5(current_schema()), 16) AS name`,
      );
      return found?.name ?? 'waypost';
    });
    const listeners = new Listeners();
    const none = (): void => undefined;
    const { onFault = none, onDiffers = none, onMoved = none } = options;
    const locks = new Locks(pool, { demandHere, onMoved });
    const log = new SharedLog({
      ...{ pool, own, channel, onDiffers },
      onStored: (stored) => listeners.stored(stored),
      isKeptAway: () => locks.isKeptAway,
    });
    await locks.begin();
    // nobody returns to the tables of before from now on
    await pool.with(demandCurrentPg);
    await log.refresh();
    const told = await ToldReader.open(pool);
    const ear = new Ear({
      ...{ pool, channel },
      knows: (last) => last <= own.copy.head.last,
      look: async (isOfLog) => {
        await log.freshen().catch(onFault);
        const news = isOfLog ? [] : await told.read().catch(() => []);
        for (const one of news) listeners.told(one);
      },
    });
    ear.start();
    return databaseOn({ pool, own, log, locks, ear, listeners, channel, onFault });
  } catch (error) {
    await own.close();
    throw error;
  }
}

/** While the lock of servers was not held a move may have come to its end, or the tables been put back to those of a former version. */
async function demandHere(client: ClientBase): Promise<void> {
  if (await metaOf(pgSqlOn(client), MOVED_TO))
    throw new MovedAway('the data of this PostgreSQL database were moved away');
  if (!(await isAsNew(client))) throw new MovedAway('the tables were put back to those of a former version');
}

interface DatabaseParts {
  pool: PgPool;
  own: OwnCopy;
  log: SharedLog;
  locks: Locks;
  ear: Ear;
  listeners: Listeners;
  channel: string;
  onFault: (error: unknown) => void;
}

function databaseOn(parts: DatabaseParts): PostgresDatabase {
  const { pool, own, log, locks, ear, listeners, channel, onFault } = parts;
  const changes: ChangeReader = {
    ...fresh(own, (local) => local.changes, log),
    meta: (key) => pool.read((sql) => metaOf(sql, key)),
    // what a disk spoils of the copy is whole in PostgreSQL: no device is asked for it
    isSpoilt: () => Promise.resolve(false),
  };
  const rows = fresh(own, (local) => local.rows, log);
  const proofs = fresh(own, (local) => local.proofs, log);
  return {
    pool,
    wasPutBack: own.wasPutBack,
    ownCopy: own,
    changes,
    rows,
    following: {
      behind: () => Promise.resolve(Math.max(0, log.last - own.local.view.seq)),
      reached: async (seq, ms) => {
        await log.freshen();
        return own.local.following.reached(seq, ms);
      },
      rebuild: () => own.local.following.rebuild(),
    },
    proofs: pgProofReader(pool, proofs, new CopyProver(pool, own)),
    registry: pgRegistry(pool, rows),
    notes: pgNotes(pool),
    tries: pgTries(pool),
    allowances: pgAllowances(pool),
    v6: pgV6(
      pool,
      {
        after: (seq, limit) => own.read((local) => local.changes.after(seq, limit)),
        lastSeq: () => changes.lastSeq(),
      },
      knownRows(own),
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
    canWrite: () => canWrite(pool, own),
    close: async () => {
      await ear.close();
      await locks.close();
      await log.idle();
      await own.close();
      await pool.close();
    },
  };
}

/** The rows as they are, for the records of Open mSupply. */
const knownRows = (own: OwnCopy): Parameters<typeof pgV6>[2] => ({
  seq: () => own.local.view.seq,
  reached: (seq, ms) => own.local.following.reached(seq, ms),
  has: (entity, id) => own.local.view.now((query) => hasEntity(query, entity, id)),
  mergedWith: (change) => mergedWith(own.local.view, change),
  waitedFor: (changes, isNew) => waitedFor(own.local.view, changes, isNew),
});

const WRITABLE = `SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off' AS yes`;

async function canWrite(pool: PgPool, own: OwnCopy): Promise<boolean> {
  if (own.isBeingMade) return false;
  try {
    const found = await pool.read((sql) => sql.get<{ yes: boolean }>(WRITABLE));
    return found?.yes === true && (await own.local.canWrite());
  } catch {
    return false;
  }
}
