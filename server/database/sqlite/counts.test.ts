/** The counts of a file that was there before them. */
import { expect, test } from 'vitest';
import { counts } from './migrations/008-counts';
import { migrate, migrations } from './migrations';
import { openConnection } from './connection';

test('a file of an earlier version is counted once, when it is brought up to date', async () => {
  const connection = await openConnection(':memory:');
  migrate(
    connection,
    migrations.filter(({ version }) => version < counts.version),
  );
  const put = connection.prepare(`INSERT INTO assets VALUES (?, ?, ?, ?, '', '', ?, '', '{}', '{}')`);
  put.run('a1', 's1', 'A1', 'FUNCTIONING', 0);
  put.run('a2', 's2', 'A2', 'FUNCTIONING', 0);
  put.run('a3', 's2', 'A3', '', 0);
  put.run('a4', 's2', 'A4', 'FUNCTIONING', 1);
  migrate(
    connection,
    migrations.filter(({ version }) => version <= counts.version),
  );
  put.run('a5', 's2', 'A5', '', 0);
  const rows = connection.prepare('SELECT * FROM asset_counts').all() as Record<string, unknown>[];
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['', '', 2],
    ['', 'FUNCTIONING', 2],
    ['s1', 'FUNCTIONING', 1],
    ['s2', '', 2],
    ['s2', 'FUNCTIONING', 1],
  ]);
  connection.close();
});
