/** Looks whether PostgreSQL can be used, and brings its tables up to date. */
import type { ClientBase } from 'pg';
import { placeOf } from './address';
import { reasonOf } from './faults';
import type { PgPool } from './pool';
import { pgSqlOn } from './sql';

const OLDEST = 130_000;

const BACKEND = `SELECT pid || ' ' || backend_start AS name FROM pg_stat_activity WHERE pid = pg_backend_pid()`;

const backendOf = async (client: ClientBase): Promise<string | undefined> =>
  (await pgSqlOn(client).get<{ name: string }>(BACKEND))?.name;

/** A pooler that gives each transaction another session would take locks, settings and news from us, and nothing would say so. */
async function demandOwnSession(pool: PgPool, client: ClientBase): Promise<void> {
  const [own, another] = [await backendOf(client), await pool.withLasting(backendOf)];
  if (own !== undefined && own === another)
    throw new Error(
      'two connections share one session there: a pooler in between must be set to sessions, not to transactions',
    );
}

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
      await demandOwnSession(pool, client);
      await bring(client);
    });
  } catch (cause) {
    throw new Error(`PostgreSQL at ${placeOf(url)}: ${reasonOf(cause)}`, { cause });
  }
}
