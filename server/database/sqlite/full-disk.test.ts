/** A disk that is full: nothing is half stored, and it works again by itself when there is room. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeBody } from '#shared/change/codec/struct';
import { DatabaseUnwritable } from '../port/central-database';
import type { NewChange } from '../port/changes';
import { migrate } from './migrations';
import { openConnection } from './connection';
import type { SqliteDatabase } from './open-database';
import { newDatabasePath, openTestDatabase, setFull } from '../../../tests/support/database';

let database: SqliteDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
});

afterEach(async () => {
  await database.close();
});

const bulky = (clock: number): NewChange => {
  const change = {
    id: `00000000-0000-4000-8000-${String(clock).padStart(12, '0')}`,
    hlc: '1780000000000-0000-d1',
    userId: 'u1',
    deviceId: 'd1',
    n: clock + 1,
    kind: 'asset.create',
    entityId: `asset-${clock}`,
    patch: { notes: 'x'.repeat(3000) },
  };
  const body = encodeBody(change);
  return {
    document: 'config',
    client: 7,
    clock,
    change,
    body,
    receivedAt: '2026-06-01T00:00:00.000Z',
    receivedFrom: 'd1',
  };
};

const insert = (changes: NewChange[]) => database.transaction((tx) => tx.changes.insertChanges(changes));
const fill = () => setFull(database, true);
const makeRoom = () => setFull(database, false);

test('nothing of a transaction that met a full disk is kept; reading goes on; with room it works again', async () => {
  await insert([bulky(0)]);
  await fill();
  const many = Array.from({ length: 100 }, (_, index) => bulky(index + 1));
  await expect(insert(many)).rejects.toThrow(DatabaseUnwritable);
  expect(await database.canWrite()).toBe(false);
  expect(await database.canWrite()).toBe(false);
  expect(await database.changes.lastSeq()).toBe(1);
  await makeRoom();
  expect(await database.canWrite()).toBe(true);
  await insert(many);
  expect(await database.changes.lastSeq()).toBe(101);
});

test('an ordinary error is none of the disk, and undoes the transaction', async () => {
  await expect(insert([bulky(0), bulky(0)])).rejects.not.toThrow(DatabaseUnwritable);
  expect(await database.canWrite()).toBe(true);
  expect(await database.changes.lastSeq()).toBe(0);
});

test('migrating twice changes nothing, and a file of a newer program is not touched', async () => {
  const path = newDatabasePath();
  const connection = await openConnection(path);
  migrate(connection);
  migrate(connection);
  connection.exec('PRAGMA user_version = 9999');
  expect(() => migrate(connection)).toThrow('9999');
  connection.close();
});

test('a step that fails leaves the file as it was', async () => {
  const connection = await openConnection(newDatabasePath());
  const steps = [
    { version: 1, name: 'good', sql: 'CREATE TABLE good (id INTEGER PRIMARY KEY) STRICT' },
    { version: 2, name: 'bad', sql: 'CREATE TABLE good (id INTEGER PRIMARY KEY) STRICT' },
  ];
  expect(() => migrate(connection, steps)).toThrow();
  expect(connection.prepare('SELECT count(*) AS count FROM sqlite_schema').get()).toMatchObject({ count: 0 });
  connection.close();
});
