/** Connections to PostgreSQL. */
import pg from 'pg';
import { asUnwritable } from './faults';
import { pgSqlOn, type PgSql } from './sql';

/**
 * The longest time for making a connection; and the time after which a session that waits for a lock, or stands idle in a transaction, is
 * ended. Milliseconds.
 */
const CONNECT_MS = 5000;
const LOCK_MS = 15_000;
const IDLE_IN_TRANSACTION_MS = 15_000;
const STATEMENT_MS = 25_000;
/** After this a connection without an answer counts as cut, even if the network shows it as open. Milliseconds. */
const ANSWER_MS = 30_000;

/** Numbers of 64 bits are counts and clocks, all far below 2^53. */
const int8 = 20;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 && format !== 'binary' ? Number : (pg.types.getTypeParser(oid, format as 'text') as unknown),
} as pg.CustomTypesConfig;

/**
 * Without these a process that stands still in the middle of a commit would hold up all others. A commit is on the disk when it is
 * acknowledged, even where the server's default differs; and whoever waited for a lock sees what was written meanwhile.
 */
const SETTINGS = `SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
  SET lock_timeout = ${LOCK_MS};
  SET statement_timeout = ${STATEMENT_MS};
  SET client_min_messages = warning;
  SET default_transaction_isolation = 'read committed';
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`;

/** A machine that fell silent loses its locks after about ten seconds. */
export const KEEPALIVE =
  'SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3';

export const CONNECTIONS = 10;

export class PgPool {
  readonly #pool: pg.Pool;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
    this.#pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      // what is asked together is sent together
      pipeline: true,
      application_name: 'waypost',
      types,
    });
    // a connection that waits in the pool was cut: the next is made when it is needed
    this.#pool.on('error', () => undefined);
    // a connection whose query failed reports it once more when it ends
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** A connection of its own, for as long as `work` takes. */
  async with<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let failed: unknown;
    try {
      await prepared(client);
      return await work(client);
    } catch (error) {
      failed = error;
      throw error;
    } finally {
      client.release(failed instanceof Error && isCut(failed));
    }
  }

  /** Reads committed rows. Rejects with DatabaseUnwritable while PostgreSQL is out of reach. */
  async read<T>(query: (sql: PgSql) => Promise<T>): Promise<T> {
    try {
      return await this.with((client) => query(pgSqlOn(client)));
    } catch (error) {
      throw asUnwritable(error);
    }
  }

  /** One transaction; those that name the same `lock` (a row of `locks`) run one at a time, in all processes. */
  async write<T>(lock: Lock | undefined, work: (sql: PgSql) => Promise<T>): Promise<T> {
    try {
      return await this.with(async (client) => {
        const sql = pgSqlOn(client);
        await client.query('BEGIN');
        try {
          if (lock) await sql.get('SELECT 1 FROM locks WHERE name = ? FOR UPDATE', lock);
          const result = await work(sql);
          await client.query('COMMIT');
          return result;
        } catch (error) {
          await client.query('ROLLBACK').catch(() => undefined);
          throw error;
        }
      });
    } catch (error) {
      throw asUnwritable(error);
    }
  }

  /** A connection outside the pool, for uses that last: locks of a session, and listening. */
  async lasting(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      application_name: 'waypost',
      types,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** A lasting connection for as long as `work` takes. */
  async withLasting<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await this.lasting();
    try {
      await client.query(KEEPALIVE);
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

export type Lock = 'registry' | 'v6';

const ready = new WeakSet<object>();

async function prepared(client: pg.PoolClient): Promise<void> {
  if (ready.has(client)) return;
  await client.query(SETTINGS);
  ready.add(client);
}

/** Errors of SQL leave the connection as it is; after any other it is not used again. */
const isCut = (error: Error): boolean =>
  !('severity' in error) || /^(57P|25P03|08)/.test(String((error as { code?: unknown }).code));
