// Members of staff of before there was a right for each thing that is done to equipment: what each may do is compared with what they could.
import { expect, test } from 'vitest';
import { may, rights } from '#shared/domain/rights';
import { openConnection } from '../../server/database/sqlite/connection';
import { migrate, migrations } from '../../server/database/sqlite/migrations';
import { newDatabasePath } from '../support/database';

const SIX = 'read-fleet edit-catalogue edit-reasons edit-variants manage-sites manage-users';

test.each([
  ['all six rights of before: all there are', SIX, rights],
  ['looked only: sees, and takes out what is seen', 'read-fleet', ['read-fleet', 'export-equipment']],
  [
    'managed sites: everything in stores, and nothing that they could not',
    'read-fleet manage-sites',
    rights.filter((right) => !right.startsWith('edit-') && !['export-site-memory', 'manage-users'].includes(right) || right === 'edit-equipment'), // prettier-ignore
  ],
  ['managed users alone', 'manage-users', ['manage-users']],
  ['had nothing', '', []],
])('%s', async (_, before, allowed) => {
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
  const held = row.permissions.split(' ').filter(Boolean);
  expect(new Set(held).size).toBe(held.length);
  expect(rights.filter((right) => may(held, right))).toEqual(allowed);
  connection.close();
});
