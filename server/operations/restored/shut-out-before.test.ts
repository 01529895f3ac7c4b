import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../../tests/support/database';
import { dataFilesIn } from '../data-files';
import { eachShutOut, shutOutIn, type ShutOut } from './shut-out-before';

const lost = { id: 'd1', at: '2026-06-01T10:00:00.000Z' };
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'waypost-shut-out-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('[K8] the list that a restore of a former version left beside the database is worked through, once', async () => {
  const database = await openTestDatabase();
  writeFileSync(join(folder, 'shut-out.json'), JSON.stringify([lost]));
  expect((await dataFilesIn(folder)).keys).toEqual([]);
  // restored again before any start
  expect(await shutOutIn(folder)).toEqual([lost]);
  const done: ShutOut[] = [];
  const work = async (device: ShutOut) => void done.push(device);
  const cut = eachShutOut(database, folder, () => Promise.reject(new Error('cut')));
  await expect(cut).rejects.toThrow('cut');
  for (let start = 0; start < 2; start++) await eachShutOut(database, folder, work);
  expect(done).toEqual([lost]);
  expect(readdirSync(folder)).toEqual([]);
  await database.close();
});
