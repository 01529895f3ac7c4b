/** A file of rows that a disk has spoilt: whoever meets it, reader or follower, has it made again from the log; nothing is passed over. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { openConnection } from '../../server/database/sqlite/connection';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import { rowsPathOf } from '../../server/database/sqlite/rows/open-rows';
import { sqlOn } from '../../server/database/sqlite/sql';
import { newDatabasePath, openTestDatabase } from '../support/database';

const START = Date.parse('2026-06-01T00:00:00.000Z');
const ASSETS = 400;
let clock = 0;
let problems = 0;
let database: SqliteDatabase | undefined;
afterEach(() => database?.close());

function changeOf(kind: string, entityId: string, patch: Change['patch']): Change {
  clock += 1;
  return {
    id: `00000000-0000-4000-8000-${String(clock).padStart(12, '0')}`,
    hlc: `${START + clock}-0000-d`,
    ...{ userId: 'u', deviceId: 'd', n: clock, kind, entityId, patch },
  };
}

const append = (to: SqliteDatabase, changes: readonly Change[]) =>
  to.transaction((tx) =>
    tx.changes.insertChanges(
      changes.map((change) => ({
        ...{ document: 'store/s1/2026', client: 7, clock: change.n - 1, change, body: encodeBody(change) },
        ...{ receivedAt: new Date(START).toISOString(), receivedFrom: 'd' },
      })),
    ),
  );

async function stored(): Promise<string> {
  clock = 0;
  const path = newDatabasePath();
  const made = await openTestDatabase(path);
  const assets = Array.from({ length: ASSETS }, (_, n) =>
    changeOf('asset.create', `a${n}`, { storeId: 's1', assetNumber: `N-${n % 300}`, notes: 'as made' }),
  );
  await append(made, assets);
  await append(made, [changeOf('asset.edit', 'a7', { notes: 'edited' })]);
  await made.following.reached();
  problems = (await made.rows.problems({ limit: 1 })).total;
  await made.close();
  return path;
}

/** Garbage over the first page of a table or an index. */
async function spoilPage(path: string, name: string): Promise<void> {
  const connection = await openConnection(rowsPathOf(path));
  const sql = sqlOn(connection);
  const root = sql.get<{ root: number }>('SELECT rootpage AS root FROM sqlite_schema WHERE name = ?', name);
  const page = sql.get<{ size: number }>('SELECT page_size AS size FROM pragma_page_size');
  if (!root || !page) throw new Error(`there is no ${name}`);
  connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  connection.close();
  const file = openSync(rowsPathOf(path), 'r+');
  writeSync(file, new Uint8Array(page.size).fill(0xab), 0, page.size, (root.root - 1) * page.size);
  closeSync(file);
}

async function spoilTexts(path: string): Promise<void> {
  const connection = await openConnection(rowsPathOf(path));
  sqlOn(connection).run(`UPDATE entities SET json = substr(json, 1, length(json) - 3)`);
  connection.close();
}

const damages: [what: string, spoil: (path: string) => Promise<void>][] = [
  ...['entities', 'entities_uid', 'assets', 'assets_until', 'problems', 'cures', 'state', 'kinds'].map(
    (name): [string, (path: string) => Promise<void>] => [name, (path) => spoilPage(path, name)],
  ),
  ['the texts of rows', spoilTexts],
];

const notes = async (from: SqliteDatabase): Promise<(string | undefined)[]> => {
  const all = await from.rows.all('asset');
  const listed = await from.rows.assets({ limit: 1000 });
  if (all.length !== ASSETS || listed.total !== ASSETS) throw new Error('not all are there');
  return ['a7', 'a8', 'a9'].map((id) => all.find((row) => row.id === id)?.notes);
};

test.each(damages)('a change that meets %s spoilt is in the rows all the same', async (_what, spoil) => {
  const path = await stored();
  await spoil(path);
  database = await openTestDatabase(path);
  await append(database, [changeOf('asset.edit', 'a8', { notes: 'edited later' })]);
  await expect
    .poll(() => database && notes(database), { timeout: 20_000 })
    .toEqual(['edited', 'edited later', 'as made']);
  expect((await database.rows.problems({ limit: 1 })).total).toBe(problems);
  expect(problems).toBeGreaterThan(0);
});

test.each(damages)('a reader that meets %s spoilt finds it made again', async (_what, spoil) => {
  const path = await stored();
  await spoil(path);
  database = await openTestDatabase(path);
  await expect
    .poll(() => database && notes(database), { timeout: 20_000 })
    .toEqual(['edited', 'as made', 'as made']);
});
