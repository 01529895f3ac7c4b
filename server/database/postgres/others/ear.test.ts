/** A line that is just being made when the server stops does not outlive it: it kept the process for most of a minute. */
import pg from 'pg';
import { expect, test } from 'vitest';
import { newPostgresUrl } from '../../../../tests/support/postgres';
import { PgPool } from '../pool';
import { Ear } from './ear';

test('closes the line that it makes, whenever it is closed', async () => {
  const url = await newPostgresUrl();
  const pool = new PgPool(url);
  for (let round = 0; round < 20; round++) {
    const ear = new Ear({ pool, channel: 'news', look: () => Promise.resolve(), knows: () => false });
    ear.start();
    if (round % 2 === 1) await pool.read((sql) => sql.get('SELECT 1'));
    await ear.close();
  }
  await pool.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const open = async (): Promise<number> => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'waypost'`,
    );
    return rows[0]?.count ?? NaN;
  };
  // a session ends a moment after its line
  await expect.poll(open, { timeout: 10_000 }).toBe(0);
  await client.end();
});
