/** The journal is gathered beside the thread that serves: it does not wait, nothing is lost, and the journal does not grow for ever. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { openSqliteDatabase, type SqliteDatabase } from '../../server/database/sqlite/open-database';
import { SqliteFile } from '../../server/database/sqlite/sqlite-file';
import type { Gathering } from '../../server/database/sqlite/gathering';
import { newDatabasePath } from '../support/database';

const built = new URL('../../dist/server/journal-thread.js', import.meta.url);
const value = 'x'.repeat(20_000);
/** of 84 MB that are written */
const MOST = 40_000_000;

const write = (database: SqliteDatabase, text: string): Promise<void> =>
  database.transaction(({ changes }) => changes.setMeta('note', text));
const journalOf = ({ path }: SqliteDatabase): number => statSync(`${path}-wal`).size;

async function noteIn(path: string): Promise<string | undefined> {
  const database = await openSqliteDatabase({ path });
  const note = await database.transaction(({ changes }) => changes.meta('note'));
  await database.close();
  return note;
}

test('it is empty now and then, however much is written without a pause, and all is there', async () => {
  expect(existsSync(built)).toBe(true);
  const path = newDatabasePath();
  const database = await openSqliteDatabase({ path, journalThread: built });
  for (let count = 0; count < 3000; count++) await write(database, `${count}${value}`);
  expect(journalOf(database)).toBeLessThan(MOST);
  await database.close();
  expect(await noteIn(path)).toBe(`2999${value}`);
});

test.each([
  ['cannot be read', 'this is no program'],
  [
    'ends when it is asked',
    `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1));`,
  ],
  [
    'cannot gather',
    `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (message) => (message === 'close' ? parentPort.close() : parentPort.postMessage('no')));`,
  ],
])('with a thread that %s the journal is gathered all the same', async (_why, text) => {
  const path = newDatabasePath();
  writeFileSync(`${path}.mjs`, text);
  const database = await openSqliteDatabase({ path, journalThread: pathToFileURL(`${path}.mjs`) });
  for (let count = 0; count < 3000; count++) await write(database, `${count}${value}`);
  expect(journalOf(database)).toBeLessThan(MOST);
  await database.close();
  expect(await noteIn(path)).toBe(`2999${value}`);
});

/** A disk that is asked to take the journal and takes its time: each gathering ends when the test says so. */
class SlowGathering implements Gathering {
  readonly asked: (() => void)[] = [];
  isClosed = false;
  gather = (): Promise<void> => new Promise((done) => void this.asked.push(done));
  close = (): Promise<void> => {
    this.isClosed = true;
    for (const done of this.asked.splice(0)) done();
    return Promise.resolve();
  };
}

test('writes go on while most of it is gathered, and wait for the rest alone; a close ends it', async () => {
  const gathering = new SlowGathering();
  const file = await SqliteFile.open(
    newDatabasePath(),
    (writer) => writer.exec('CREATE TABLE notes (text TEXT)'),
    { gathering },
  );
  const add = (): Promise<void> => file.write((sql) => sql.run('INSERT INTO notes VALUES (?)', value));
  const count = (): unknown => file.read((sql) => sql.get('SELECT count(*) AS count FROM notes'));
  while (gathering.asked.length === 0) await add();
  const before = count();
  await add();
  expect(count()).not.toEqual(before);
  gathering.asked.shift()?.();
  while (gathering.asked.length === 0) await new Promise(setImmediate);
  let isAdded = false;
  const adding = add().then(() => (isAdded = true));
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect(isAdded).toBe(false);
  gathering.asked.shift()?.();
  await adding;
  while (gathering.asked.length === 0) await add();
  await file.close();
  expect(gathering.isClosed).toBe(true);
});
