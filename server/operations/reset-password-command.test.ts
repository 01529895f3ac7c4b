import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteDatabase } from '../database/sqlite/open-database';
import { migrate, migrations, versionOf } from '../database/sqlite/migrations';
import { openConnection } from '../database/sqlite/connection';
import { readConfig } from '../config';
import { resetPassword } from './reset-password-command';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'central-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const command = (name?: string) => {
  const read = readConfig({ DATA_DIR: dataDir });
  if (!read.ok) throw new Error(read.line);
  return resetPassword.run({
    config: read.config,
    words: name === undefined ? [] : [name],
    back: false,
    passphrase: undefined,
    now: Date.now,
    note: () => undefined,
  });
};

test('a password is set for somebody, in data that are there', async () => {
  await expect(command()).rejects.toThrow('Say whose password: reset-password <user name>.');
  await expect(command('admin')).rejects.toThrow(
    `There is no central server's data in ${dataDir}. Set DATA_DIR.`,
  );
  const database = await openSqliteDatabase({ path: join(dataDir, 'waypost.sqlite') });
  await expect(command('admin')).rejects.toThrow('There is no user admin. There is: nobody yet.');
  const user = { id: 'u1', username: 'amina', displayName: 'Amina', passwordHash: 'x', permissions: [] };
  await database.registry.staff.addUser(user);
  await expect(command('admin')).rejects.toThrow('There is no user admin. There is: amina.');
  expect((await database.registry.staff.get('u1'))?.passwordHash).toBe('x');
  await database.close();
});

test('a database of an older version is left as it is: a server of that version may be running', async () => {
  const path = join(dataDir, 'waypost.sqlite');
  const older = await openConnection(path);
  migrate(older, migrations.slice(0, -1));
  const before = versionOf(older);
  await expect(command('admin')).rejects.toThrow(/^The database cannot be read by this program: /);
  expect(versionOf(older)).toBe(before);
  older.close();
});
