/** A start on a file that is no database of ours: one clear line at once, and the file is left as it was. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqlite } from './database/sqlite/connection';
import { openOwn } from './open-own';

let dataDir: string;
let path: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'waypost-own-file-'));
  path = join(dataDir, 'waypost.sqlite');
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const settings = () => ({ dataDir, databaseUrl: undefined, copyDir: undefined });
const open = () => openOwn(settings(), {}, Date.now());

async function ranOnce(): Promise<void> {
  const { database, release } = await open();
  await database.close();
  release();
}

async function ofAnother(version: number): Promise<void> {
  rmSync(path);
  const { DatabaseSync } = await sqlite();
  const other = new DatabaseSync(path);
  other.exec(`CREATE TABLE meta (a); CREATE TABLE places (url); PRAGMA user_version = ${version}`);
  other.close();
}

const DAMAGED =
  /^The database cannot be opened: .*waypost\.sqlite is damaged \(.*\), and was left as it is: restore a backup\.$/;
const ANOTHER =
  /^The database cannot be opened: .*waypost\.sqlite is a database of another program, and was left as it is/;

test.each<[string, () => unknown, RegExp]>([
  ['a text', () => writeFileSync(path, 'no database at all\n'.repeat(500)), DAMAGED],
  ['half a page', () => truncateSync(path, 2000), DAMAGED],
  ['another header', () => writeFileSync(path, Buffer.alloc(8192, 7)), DAMAGED],
  ['nothing', () => writeFileSync(path, ''), /is empty, and a central server has run in this folder/],
  ['no file', () => rmSync(path), /is not there, and a central server has run in this folder/],
  ['a folder', () => (rmSync(path), mkdirSync(path)), /is not a file\.$/],
  [
    'what another program left',
    () => writeFileSync(`${path}-journal`, 'x'.repeat(4096)),
    /-journal lies beside it/,
  ],
  ['another program', () => ofAnother(0), ANOTHER],
  ['another program that counts its versions', () => ofAnother(12), ANOTHER],
  ['another program of the same version', () => ofAnother(31), ANOTHER],
])('%s', async (_name, spoil, line) => {
  await ranOnce();
  await spoil();
  const read = (): Buffer | undefined => {
    try {
      return readFileSync(path);
    } catch {
      return undefined;
    }
  };
  const before = read();
  await expect(open()).rejects.toThrow(line);
  expect(read()).toEqual(before);
});

test('a journal without content is no obstacle', async () => {
  await ranOnce();
  writeFileSync(`${path}-journal`, '');
  await ranOnce();
});

test('an empty file where no server has run is a beginning', async () => {
  writeFileSync(path, '');
  await ranOnce();
  await ranOnce();
});
