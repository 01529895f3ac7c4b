/** A server whose thread of rows cannot run reports it and ends, rather than wait for it. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { newDatabasePath } from '../support/database';

const programOf = (text: string): URL => {
  const path = `${newDatabasePath()}.mjs`;
  writeFileSync(path, text);
  return pathToFileURL(path);
};

test.each([
  ['cannot be read', 'this is no program', /does not start \(.*missing|Unexpected/i],
  ['lacks what it loads', `import './is-not-there.mjs'`, /does not start \(.*is-not-there/],
  ['throws', `throw new Error('of no use')`, /does not start \(of no use\)/],
  ['ends at once', `process.exit(3)`, /does not start \(it ended with 3\)/],
])('a program that %s', async (_why, text, message) => {
  const path = newDatabasePath();
  await expect(openSqliteDatabase({ path, rowsThread: programOf(text) })).rejects.toThrow(message);
  // and nothing of it is held
  await (await openSqliteDatabase({ path })).close();
});

test('a program that is not there', async () => {
  const rowsThread = pathToFileURL(`${newDatabasePath()}.mjs`);
  await expect(openSqliteDatabase({ path: newDatabasePath(), rowsThread })).rejects.toThrow(/does not start/);
});

/** It ends when it is asked to make the rows again, the first time; the second time it does. */
const endsAtFirst = (mark: string): string => `
  import { existsSync, writeFileSync } from 'node:fs';
  import { parentPort } from 'node:worker_threads';
  parentPort.postMessage({ type: 'open' });
  parentPort.on('message', (message) => {
    if (message === 'close') parentPort.close();
    if (message !== 'rebuild') return;
    if (existsSync(${JSON.stringify(mark)})) return parentPort.postMessage({ type: 'rebuilt' });
    writeFileSync(${JSON.stringify(mark)}, '');
    process.exit(1);
  });`;

test('rows that are asked for while no thread runs are made by the next one', async () => {
  const path = newDatabasePath();
  await (await openSqliteDatabase({ path })).close();
  const rowsThread = programOf(endsAtFirst(`${path}.asked`));
  const database = await openSqliteDatabase({ path, rowsThread });
  await expect(database.following.rebuild()).rejects.toThrow('the thread of the rows ended');
  // the next one starts after a second
  await database.following.rebuild();
  await database.close();
});
