/** The databases of a programme for tests in PostgreSQL: each is a schema, with the copy that the process of its server keeps of the log. */
import pg from 'pg';
import { migratePg, pgMigrations } from '../../server/database/postgres/migrations';
import { openPostgresDatabase, type PostgresDatabase } from '../../server/database/postgres/open-postgres';
import { noteRestore } from '../../server/operations/twin';
import type { Keeping } from '../sync/keeping';
import { copyAsIs, newDatabasePath } from './database';
import { newPostgresUrl } from './postgres';

/** `now`: the server's clock. */
export function inPostgres(now: () => number): Keeping<PostgresDatabase> {
  const made: string[] = [];
  /** schema → the copy of the log of the process that serves it */
  const copies = new Map<string, string>();
  const places = new WeakMap<PostgresDatabase, string>();
  let last: PostgresDatabase | undefined;
  let restores = 0;
  const another = async (): Promise<string> => {
    const url = await newPostgresUrl();
    made.push(url);
    return url;
  };
  const placeOf = (database: PostgresDatabase): string => places.get(database) ?? '';
  const copyOf = async (from: string): Promise<string> => {
    const to = await another();
    await copySchema(from, to);
    return to;
  };
  return {
    placeOf,
    open: async (given) => {
      const url = given ?? (await another());
      const copyPath = copies.get(url) ?? newDatabasePath();
      copies.set(url, copyPath);
      const database = await openPostgresDatabase({ url, copyPath });
      last = database;
      // as a server does that opens it by its settings
      if (database.wasPutBack) await noteRestore(database, now());
      places.set(database, url);
      return database;
    },
    openBeside: (database) => openPostgresDatabase({ url: placeOf(database), copyPath: newDatabasePath() }),
    backUp: (database) => copyOf(placeOf(database)),
    putBack: async (backup) => {
      const place = await copyOf(backup);
      // the server is the same machine every other time: its copy of the log is of a later past than the backup
      if ((restores += 1) % 2 === 0 && last) copies.set(place, copyAsIs(last.ownCopy.local));
      return place;
    },
    asIs: async (database) => {
      const path = copyAsIs(database.ownCopy.local);
      const place = await copyOf(placeOf(database));
      copies.set(place, path);
      return place;
    },
    setFull: (database, isFull) =>
      withClient(placeOf(database), async (client) => void (await client.query(isFull ? FULL : ROOM))),
    alter: () => Promise.reject(new Error('that is for SQLite')),
    end: async () => {
      for (const url of made)
        await withClient(url, async (client) => {
          await client.query(`DROP SCHEMA ${await schemaOf(client)} CASCADE`);
        });
    },
  };
}

/** As a disk that takes no more changes. */
const FULL = `
  CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full';
  END $$;
  CREATE TRIGGER full_disk BEFORE INSERT ON log FOR EACH STATEMENT EXECUTE FUNCTION is_full();`;
const ROOM = 'DROP TRIGGER full_disk ON log; DROP FUNCTION is_full();';

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function schemaOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
  return rows[0]?.name ?? '';
}

/** Everything of one moment, also while a server writes. */
async function copySchema(from: string, to: string): Promise<void> {
  const source = await withClient(from, schemaOf);
  await withClient(to, async (client) => {
    await migratePg(client, pgMigrations);
    // what the rows bring about was brought about there
    await client.query('SET session_replication_role = replica');
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    for (const table of await namesOf(client, 'tables', source)) {
      await client.query(`DELETE FROM "${table}"`);
      await client.query(`INSERT INTO "${table}" SELECT * FROM ${source}."${table}"`);
    }
    await client.query('COMMIT');
    for (const sequence of await namesOf(client, 'sequences', source))
      await client.query(
        `SELECT setval('"${sequence}"', last_value, is_called) FROM ${source}."${sequence}"`,
      );
  });
}

async function namesOf(client: pg.Client, what: 'tables' | 'sequences', schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT ${what.slice(0, -1)}name AS name FROM pg_${what} WHERE schemaname = $1`,
    [schema],
  );
  return rows.map(({ name }) => name);
}
