/** Another program that holds the database, as a shell or a VACUUM does: nothing stands still, and health reports it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newDatabasePath, openTestDatabase } from '../../../tests/support/database';
import { DatabaseUnwritable } from '../port/central-database';
import { openConnection, type Connection } from './connection';
import type { SqliteDatabase } from './open-database';

let database: SqliteDatabase;
let other: Connection;

beforeEach(async () => {
  const path = newDatabasePath();
  database = await openTestDatabase(path);
  other = await openConnection(path);
});
afterEach(async () => {
  other.close();
  await database.close();
});

const write = () => database.transaction(({ changes }) => changes.setMeta('note', 'x'));
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

test('while a transaction waits for it, all else goes on, reads too, and health says that nothing can be written', async () => {
  await database.transaction(({ changes }) => changes.setMeta('noted before', 'y'));
  other.exec('BEGIN IMMEDIATE');
  let isDone = false;
  const writing = write().then(() => (isDone = true));
  await turns(20);
  expect(isDone).toBe(false);
  expect(await database.canWrite()).toBe(false);
  expect(await database.changes.lastSeq()).toBe(0);
  expect(await database.changes.meta('noted before')).toBe('y');
  other.exec('COMMIT');
  await writing;
  expect(await database.canWrite()).toBe(true);
});

test('one that holds on for long refuses what waits as a disk would, and it works again by itself', async () => {
  other.exec('BEGIN IMMEDIATE');
  await expect(write()).rejects.toThrow(DatabaseUnwritable);
  other.exec('COMMIT');
  expect(await database.canWrite()).toBe(true);
  await write();
});
