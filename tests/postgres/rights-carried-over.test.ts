// Staff in a PostgreSQL of before there was a right for each thing that is done to equipment may do what they could.
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migratePg, pgMigrations } from '../../server/database/postgres/migrations';
import { allowedBy, rightsOfBefore } from '../server/fixtures/rights-of-before';
import { newPostgresUrl } from '../support/postgres';

let client: pg.Client;
beforeEach(async () => {
  client = new pg.Client({ connectionString: await newPostgresUrl() });
  await client.connect();
  await migratePg(
    client,
    pgMigrations.filter(({ version }) => version < 3),
  );
});
afterEach(() => client.end());

test.each(rightsOfBefore)('%s', async (_, before, allowed) => {
  await client.query(
    `INSERT INTO staff_users (id, username, display_name, password_hash, permissions) VALUES ('a', 'a', 'A', '', $1)`,
    [before],
  );
  await migratePg(client);
  const { rows } = await client.query<{ permissions: string }>('SELECT permissions FROM staff_users');
  expect(rows.map(({ permissions }) => allowedBy(permissions))).toEqual([allowed]);
});

test('a second start gives no right twice', async () => {
  await client.query(
    `INSERT INTO staff_users (id, username, display_name, password_hash, permissions) VALUES ('a', 'a', 'A', '', 'read-fleet')`,
  );
  await migratePg(client);
  await migratePg(client);
  const { rows } = await client.query<{ permissions: string }>('SELECT permissions FROM staff_users');
  expect(rows).toEqual([{ permissions: 'read-fleet export-equipment' }]);
});
