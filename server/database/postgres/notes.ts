/** Notes of all processes, in the table of single facts. */
import type { JsonObject } from '#shared/json';
import type { SharedNotes } from '../port/notes';
import type { PgPool } from './pool';
import type { PgSql } from './sql';

const ADD = `INSERT INTO meta (key, value) VALUES (?, ?)
  ON CONFLICT (key) DO UPDATE SET value = (meta.value::jsonb || excluded.value::jsonb)::text`;

/** A single fact, as `sql` sees it. */
export const metaOf = async (sql: PgSql, key: string): Promise<string | undefined> =>
  (await sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key))?.value;

export const pgNotes = (pool: PgPool): SharedNotes => ({
  read: (name) =>
    pool.read(async (sql) => {
      const found = await metaOf(sql, name);
      return found === undefined ? undefined : (JSON.parse(found) as JsonObject); // written by `add` alone
    }),
  add: (name, news) => pool.write('registry', (sql) => sql.run(ADD, name, JSON.stringify(news))),
});
