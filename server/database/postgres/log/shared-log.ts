/**
 * The log that several processes append to. An append holds the one row of `log_head` from before it judges until it is committed. So
 * processes take turns, each judges on a copy that is as far as the log, and a number is visible only when all below it are.
 */
import type { PoolClient } from 'pg';
import { DatabaseUnwritable, type Tx } from '../../port/central-database';
import type { StoredElsewhere } from '../../port/others';
import { Mutex } from '../../sqlite/mutex';
import { SharedTx, type KnownClients } from '../change-tx';
import { asUnwritable } from '../faults';
import type { PgPool } from '../pool';
import { pgSqlOn, type PgSql } from '../sql';
import { asSpoiltLog } from '../../sqlite/log/noticing';
import { CopyDiffers } from './log-copy';
import type { OwnCopy } from './own-copy';
import { sendRuns, type Head } from './run';

interface SharedLogOptions {
  pool: PgPool;
  own: OwnCopy;
  /** the channel on which others hear that there may be news */
  channel: string;
  /** called in the order of the log with the changes that other processes stored */
  onStored: (stored: StoredElsewhere) => void;
  /** the copy is of another past than the database: nothing more is read or stored here */
  onDiffers: (error: CopyDiffers) => void;
  /** a move has the database: nothing is stored that it would not know of */
  isKeptAway: () => boolean;
}

const HEAD = 'SELECT last, chain FROM log_head';
/** Each statement sees what was committed before it, and so all that was there when the row of the head was had. */
const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED';

/** While the database is out of reach it is not tried for every reader, milliseconds. */
const PAUSE_MS = 1000;

export class SharedLog {
  readonly #options: SharedLogOptions;
  readonly #mutex = new Mutex();
  /** Held while the copy moves on. One that waits for its turn at PostgreSQL does not hold it: meanwhile others' changes come in. */
  readonly #taking = new Mutex();
  readonly #clients: KnownClients = new Map();
  #freshening: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failedAt = -Infinity;
  #known = 0;
  #differs: CopyDiffers | undefined;

  constructor(options: SharedLogOptions) {
    this.#options = options;
    this.#known = options.own.copy.head.last;
    options.own.exclusively = (work) =>
      this.#mutex.run(() =>
        this.#taking.run(() =>
          this.#guard(() =>
            options.pool.with(async (client) => {
              for (const stored of await work(pgSqlOn(client))) options.onStored(stored);
            }),
          ),
        ),
      );
  }

  /** The newest sequence number that this process knows of. */
  get last(): number {
    return Math.max(this.#known, this.#options.own.copy.head.last);
  }

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#mutex.run(() => this.#append(work));
  }

  /** Takes in the changes that others stored before this was called. Rejects with DatabaseUnwritable while the database is out of reach. */
  refresh(): Promise<void> {
    return this.#taking.run(async () => {
      // nothing is taken in on top of what is spoilt: the next copy has it
      if (this.#options.own.isBeingMade) return;
      await this.#guard(() =>
        this.#options.pool.with(async (client) => {
          const sql = pgSqlOn(client);
          await this.#takeIn(sql, await headOf(sql));
        }),
      );
    });
  }

  /** As `refresh`, for readers: many share one question; while the database is out of reach they read the copy as it is. */
  freshen(): Promise<void> {
    if (performance.now() - this.#failedAt < PAUSE_MS) return Promise.resolve();
    // the one that is under way may have looked before the change that this caller must see
    if (this.#freshening) return (this.#next ??= this.#freshening.then(() => this.#begin()));
    return this.#begin();
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    this.#freshening = this.#fresh().finally(() => (this.#freshening = undefined));
    return this.#freshening;
  }

  async #fresh(): Promise<void> {
    try {
      const { copy } = this.#options.own;
      const before = copy.head;
      const head = await this.#options.pool.with((client) => headOf(pgSqlOn(client)));
      this.#known = head.last;
      // less than there was: it was put back, and whoever stores nothing has to see that too
      if (head.last > copy.head.last || !isAsFar(head, before)) await this.refresh();
    } catch (error) {
      if (!(asUnwritable(error) instanceof DatabaseUnwritable)) throw error;
      this.#failedAt = performance.now();
    }
  }

  /** Resolves when nothing runs. */
  idle(): Promise<void> {
    return this.#mutex.run(() => this.#taking.run(() => undefined));
  }

  #append<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#guard(async () => {
      // whoever is far behind comes nearer first: all others wait once it has its turn
      await this.#taking.run(() => undefined);
      this.#options.own.demandSound();
      if (this.#options.isKeptAway())
        throw new DatabaseUnwritable('the database is being moved, or put back');
      return this.#options.pool.with((client) => this.#appendOn(client, work));
    });
  }

  async #appendOn<T>(client: PoolClient, work: (tx: Tx) => Promise<T>): Promise<T> {
    const sql = pgSqlOn(client);
    try {
      const [, head] = await Promise.all([client.query(BEGIN), headOf(sql, 'FOR UPDATE')]);
      return await this.#taking.run(async () => {
        await this.#takeIn(sql, head);
        return this.#judged(client, work);
      });
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** With the one row of the head in hand, and a copy that is as far as it. */
  async #judged<T>(client: PoolClient, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { own, channel } = this.#options;
    const { local, copy } = own;
    const sql = pgSqlOn(client);
    const { result, head } = await local.transaction(async (tx) => {
      const shared = new SharedTx(sql, tx, this.#clients, (spoilt) => own.spoilt(spoilt));
      const result = await work(shared.tx);
      own.demandSound();
      const { runs, head } = await shared.grown(copy);
      if (runs.length > 0) await copy.note(tx.changes, head);
      // the database first: the copy must hold nothing that it lacks
      await commit(client, runs.length > 0 ? sendRuns(sql, runs, head, channel) : []);
      return { result, head };
    });
    copy.moveTo(head);
    return result;
  }

  async #takeIn(sql: PgSql, head: Head): Promise<void> {
    this.#known = head.last;
    const { own, onStored } = this.#options;
    await own.copy.takeIn(sql, head, {
      onTaken: (taken) => {
        for (const stored of taken) onStored(stored);
      },
    });
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.#differs) throw this.#differs;
    try {
      return await work();
    } catch (error) {
      if (error instanceof CopyDiffers) {
        this.#differs = error;
        this.#options.onDiffers(error);
      }
      const spoilt = asSpoiltLog(error);
      if (spoilt && this.#options.own.spoilt(spoilt)) this.#options.own.demandSound();
      throw asUnwritable(error);
    }
  }
}

/** What was sent is waited for together with the commit. PostgreSQL says ROLLBACK where a statement before it had failed. */
async function commit(client: PoolClient, sent: readonly Promise<unknown>[]): Promise<void> {
  const [{ command }] = await Promise.all([client.query('COMMIT'), ...sent]);
  if (command !== 'COMMIT') throw new Error('PostgreSQL has undone a transaction');
}

/** Nothing that was there is lacking, as far as an end shows it. */
const isAsFar = (head: Head, before: Head): boolean =>
  head.last > before.last || (head.last === before.last && Buffer.compare(head.chain, before.chain) === 0);

async function headOf(sql: PgSql, lock = ''): Promise<Head> {
  const head = await sql.get<Head>(`${HEAD} ${lock}`);
  if (!head) throw new CopyDiffers('the database has no log');
  return head;
}
