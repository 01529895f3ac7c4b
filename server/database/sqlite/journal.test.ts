/** What is committed waits for the disk beside the thread: meanwhile nobody sees it, and all else goes on. */
import { copyFileSync, statSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { newDatabasePath } from '../../../tests/support/database';
import { DatabaseUnwritable } from '../port/central-database';
import { openSqliteDatabase, type SqliteDatabase } from './open-database';
import { SqliteFile } from './sqlite-file';

/** A disk that takes its time: each wait ends when the test says so. */
class SlowDisk {
  readonly waiting: { done: () => void; failed: (error: Error) => void }[] = [];
  isSlow = false;

  sync = (): Promise<void> =>
    this.isSlow ? new Promise((done, failed) => void this.waiting.push({ done, failed })) : Promise.resolve();

  async next(): Promise<(typeof this.waiting)[number]> {
    for (;;) {
      const first = this.waiting.shift();
      if (first) return first;
      await new Promise(setImmediate);
    }
  }
}

const disk = new SlowDisk();
let database: SqliteDatabase;
const open = async (path = newDatabasePath()): Promise<void> => {
  disk.isSlow = false;
  database = await openSqliteDatabase({ path, sync: disk.sync });
  disk.isSlow = true;
};
afterEach(async () => {
  disk.isSlow = false;
  await database.close();
});

const write = (value: string): Promise<void> =>
  database.transaction(({ changes }) => changes.setMeta('note', value));
const seen = (): unknown =>
  database.file.read((sql) => sql.get<{ value: string }>(`SELECT value FROM meta WHERE key = 'note'`)?.value);

test('nobody sees a commit, and nobody is answered, before it is on the disk; the thread goes on', async () => {
  await open();
  let answered = 0;
  const writing = write('first').then(() => (answered += 1));
  const first = await disk.next();
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect([answered, seen()]).toEqual([0, undefined]);
  first.done();
  await writing;
  expect([answered, seen()]).toEqual([1, 'first']);
});

test('the next transaction begins when the one before is on the disk', async () => {
  await open();
  const began: string[] = [];
  const begin = (name: string): Promise<void> =>
    database.transaction(async ({ changes }) => {
      began.push(name);
      await changes.setMeta('note', name);
    });
  const [one, two] = [begin('one'), begin('two')];
  const first = await disk.next();
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect(began).toEqual(['one']);
  first.done();
  (await disk.next()).done();
  await Promise.all([one, two]);
  expect(began).toEqual(['one', 'two']);
});

test('a transaction that only reads waits for no disk', async () => {
  await open();
  expect(await database.transaction(({ changes }) => changes.meta('note'))).toBeUndefined();
  expect(disk.waiting).toEqual([]);
});

test('where the disk fails, nothing is answered and nothing is taken on top, until it is opened again', async () => {
  await open();
  const writing = write('lost').catch((error: unknown) => error);
  (await disk.next()).failed(new Error('EIO'));
  expect(await writing).toBeInstanceOf(DatabaseUnwritable);
  disk.isSlow = false;
  await expect(write('later')).rejects.toThrow(DatabaseUnwritable);
  expect(await database.canWrite()).toBe(false);
  expect(seen()).toBeUndefined();
  const { path } = database;
  await database.close();
  await open(path);
  disk.isSlow = false;
  await write('again');
  expect([await database.canWrite(), seen()]).toEqual([true, 'again']);
});

test('a journal that is written without a pause does not grow for ever', async () => {
  await open();
  disk.isSlow = false;
  const value = 'x'.repeat(20_000);
  for (let count = 0; count < 1500; count++) await write(`${count}${value}`);
  expect(statSync(`${database.path}-wal`).size).toBeLessThan(16_000_000);
});

test('a journal of large values is gathered by what they take, not by their number', async () => {
  await open();
  disk.isSlow = false;
  const value = 'x'.repeat(1_000_000);
  for (let count = 0; count < 60; count++) await write(`${count}${value}`);
  expect(statSync(`${database.path}-wal`).size).toBeLessThan(16_000_000);
});

test('what a killed server left in its journal is written into the file before anything is put on top of it', async () => {
  await open();
  disk.isSlow = false;
  await write('left');
  const left = newDatabasePath();
  for (const end of ['', '-wal']) copyFileSync(`${database.path}${end}`, `${left}${end}`);
  expect(statSync(`${left}-wal`).size).toBeGreaterThan(0);
  const file = await SqliteFile.open(left, () => undefined);
  expect(statSync(`${left}-wal`).size).toBe(0);
  expect(file.read((sql) => sql.get(`SELECT value FROM meta WHERE key = 'note'`))).toEqual({ value: 'left' });
  await file.close();
});
