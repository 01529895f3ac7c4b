import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteDatabase } from '../database/sqlite/open-database';
import { resetPasswordCommand } from './reset-password-command';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'central-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('a password is set for somebody, in data that are there', async () => {
  const command = (name?: string) => resetPasswordCommand({ dataDir }, name);
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
