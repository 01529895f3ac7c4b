/** Looks whether PostgreSQL can be used, and brings its tables up to date. */
import type { ClientBase } from 'pg';
import { placeOf } from './address';
import { reasonOf } from './faults';
import type { PgPool } from './pool';
import { pgSqlOn } from './sql';

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
