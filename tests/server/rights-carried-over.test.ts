// Staff of before there was a right for each thing that is done to equipment may do what they could.
import { expect, test } from 'vitest';
import { openConnection } from '../../server/database/sqlite/connection';
import { migrate, migrations } from '../../server/database/sqlite/migrations';
import { newDatabasePath } from '../support/database';
import { allowedBy, rightsOfBefore } from './fixtures/rights-of-before';

test.each(rightsOfBefore)('%s', async (_, before, allowed) => {
  const connection = await openConnection(newDatabasePath());
  migrate(
    connection,
    migrations.filter(({ version }) => version < 26),
  );
  connection
    .prepare(
      `INSERT INTO staff_users (id, username, display_name, password_hash, permissions) VALUES ('a', 'a', 'A', '', ?)`,
    )
    .run(before);
  migrate(connection);
  const row = connection.prepare('SELECT permissions FROM staff_users').get() as { permissions: string };
  expect(allowedBy(row.permissions)).toEqual(allowed);
  connection.close();
});
