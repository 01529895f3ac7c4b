/** Locks that belong to a connection: they go with it, however the process ends. */
import type { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { asUnwritable } from '../faults';
import { KEEPALIVE, type PgPool } from '../pool';

/** The name is of this schema: several programmes may share a database. */
const KEY = `hashtextextended(current_schema() || '/' || $1, 5203)`;

const LOOK_EVERY = 1500;
/** The longest wait for the answer to a sign of life, milliseconds. */
const SIGN_MS = 5000;

/** Held by all that serve, and by a move alone. */
const SERVING = 'serving';

/** Keeps every server away; undefined where one is at work. It is given back with the connection. */
export const keepServersAway = (pool: PgPool): Promise<Client | undefined> => tryLock(pool, SERVING);

/** The interval between the tries of one that waits for another process, milliseconds. */
const TRY_EVERY = 250;

/** The database is not this program's any more. */
export class MovedAway extends Error {}

interface Serving {
  /** Looks at the database once a connection that was cut is there again. Rejects with MovedAway where no server may go on. */
  demandHere: (client: Client) => Promise<void>;
  onMoved: (error: MovedAway) => void;
}

/** Locks of this process for the work that it does alone, on one connection, however many they are; and the one that keeps moves away. */
export class Locks {
  readonly #pool: PgPool;
  readonly #serving: Serving;
  #client: Promise<Client> | undefined;
  /** within this process: the last that was asked for of each name */
  readonly #last = new Map<string, Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #isKeptAway = false;

  constructor(pool: PgPool, serving: Serving) {
    this.#pool = pool;
    this.#serving = serving;
  }

  /** A move has the database, since a connection was cut in which this process held it. */
  get isKeptAway(): boolean {
    return this.#isKeptAway;
  }

  /** Runs `work` when nobody else does, here or in another process; the lock is given back at its end, or goes with this process. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    const run = (this.#last.get(name) ?? Promise.resolve()).then(() => this.#locked(name, work));
    const end = run.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(name, end);
    void end.then(() => this.#last.get(name) === end && this.#last.delete(name));
    return run;
  }

  /** From now on no move of the database begins. Rejects while one runs. */
  async begin(): Promise<void> {
    await this.#connection();
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    }, LOOK_EVERY);
  }

  /** True if no other process holds the lock that all servers hold. */
  async isOnlyServer(): Promise<boolean> {
    const client = await this.#connection();
    const got = await client.query(`SELECT pg_try_advisory_lock(${KEY}) AS got`, [SERVING]);
    const isOnly = (got.rows[0] as { got: boolean }).got;
    if (isOnly) await client.query(`SELECT pg_advisory_unlock(${KEY})`, [SERVING]);
    return isOnly;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    await (await this.#client?.catch(() => undefined))?.end().catch(() => undefined);
  }

  async #locked<T>(name: string, work: () => Promise<T>): Promise<T> {
    const client = await this.#take(name);
    try {
      return await work();
    } finally {
      await client.query(`SELECT pg_advisory_unlock(${KEY})`, [name]).catch(() => undefined);
    }
  }

  async #take(name: string): Promise<Client> {
    for (;;) {
      const client = await this.#connection();
      try {
        const got = await client.query(`SELECT pg_try_advisory_lock(${KEY}) AS got`, [name]);
        if ((got.rows[0] as { got: boolean }).got) return client;
      } catch (error) {
        throw asUnwritable(error);
      }
      await sleep(TRY_EVERY);
    }
  }

  /** A connection that was cut took its locks along: it is made again, before a move begins that would pass this process over. */
  async #look(): Promise<void> {
    const connection = this.#connection();
    try {
      const client = await connection;
      const silence = setTimeout(() => void client.end().catch(() => undefined), SIGN_MS);
      await client.query('SELECT 1').finally(() => clearTimeout(silence));
    } catch (error) {
      if (error instanceof MovedAway) this.#serving.onMoved(error);
      // else the next look makes another
      if (this.#client === connection) this.#client = undefined;
    }
  }

  #connection(): Promise<Client> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = undefined;
      throw asUnwritable(error);
    });
    return this.#client;
  }

  async #connect(): Promise<Client> {
    const client = await this.#pool.lasting();
    try {
      await client.query(KEEPALIVE);
      const got = await client.query(`SELECT pg_try_advisory_lock_shared(${KEY}) AS got`, [SERVING]);
      this.#isKeptAway = !(got.rows[0] as { got: boolean }).got;
      if (this.#isKeptAway) throw new Error('the database is being moved, or put back');
      // what was done while nobody held it
      if (this.#timer !== undefined) await this.#serving.demandHere(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    client.once('end', () => (this.#client = undefined));
    return client;
  }
}

/** The connection that holds the lock from now on, or undefined where another process has it. */
async function tryLock(pool: PgPool, name: string): Promise<Client | undefined> {
  const client = await pool.lasting();
  try {
    await client.query(KEEPALIVE);
    const got = await client.query(`SELECT pg_try_advisory_lock(${KEY}) AS got`, [name]);
    if ((got.rows[0] as { got: boolean }).got) return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  await client.end().catch(() => undefined);
  return undefined;
}

/** Runs `work` in whichever process has the lock, again and again, until it is stopped. */
export function oneAtATime(
  pool: PgPool,
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  onFault: (error: unknown) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      // out of reach: the process that has the lock has it still, or has lost it as well
      const client = await tryLock(pool, name).catch(() => undefined);
      if (client) await holding(client, stopping.signal, work).catch(onFault);
      else await sleep(LOOK_EVERY, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** `work` is ended when the connection is lost, since another may then begin. */
async function holding(
  client: Client,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const lost = new AbortController();
  const signal = AbortSignal.any([stopping, lost.signal]);
  client.once('end', () => lost.abort());
  const signs = setInterval(() => {
    const silence = setTimeout(() => lost.abort(), SIGN_MS);
    client.query('SELECT 1').then(
      () => clearTimeout(silence),
      () => lost.abort(),
    );
  }, LOOK_EVERY);
  try {
    await work(signal);
    // it ended before it was asked to: it is not started again at once
    if (!signal.aborted) await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
  } finally {
    clearInterval(signs);
    await client.end().catch(() => undefined);
  }
}
