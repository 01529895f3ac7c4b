/**
 * A phone and its central server as a former version left them: made on 2026-11-29 with the build of 2026-11-23 (2dc3b15). The phone ran in
 * a real Chromium, whose IndexedDB was written out row by row while it was offline. Central was killed, and its folder copied. At central:
 * two pieces of equipment made by staff, one by the phone with two statuses and a photo. Only on the phone: a further piece with two
 * statuses, a status, a photo, a storage location in two scripts.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { startCentral, type Central } from '../../server/start-central';
import { keepFoldVersion } from '../../src/replica/changes/fold-version';
import type { ReplicaDatabase } from '../../src/replica/database';
import { openStoredBrowser, readStoredBrowser, type StoredBrowser } from '../support/stored-browser';
import { runEngine } from './engines';
import { fastWorld } from './files';
import { openDatabase } from './replicas';
import { until } from './until';

const fixture = join(import.meta.dirname, '..', 'fixtures', 'former-phone');
const former = readStoredBrowser(join(fixture, 'phone.json.gz'));

type Row = Record<string, unknown> & { id: string };
const rowsOf = (table: string): Row[] =>
  (former.stores.find(({ name }) => name === table)?.rows ?? []) as Row[];

const open = async (stored: StoredBrowser): Promise<ReplicaDatabase> =>
  openDatabase(await openStoredBrowser(stored), stored.name);

/** The same phone, given today's address of its central server. */
const movedTo = (centralUrl: string): StoredBrowser => ({
  ...former,
  stores: former.stores.map((table) =>
    table.name === 'identity'
      ? { ...table, rows: (table.rows as Row[]).map((row) => ({ ...row, centralUrl })) }
      : table,
  ),
});

test.each(['changes', 'outbox', 'problems', 'holes', 'identity', 'documents', 'fileCopies', 'fileBytes'])(
  'the phone of a former version keeps its %s as they were',
  async (table) => {
    const db = await open(former);
    await keepFoldVersion(db);
    const byKey = (rows: unknown[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted();
    const kept = await db.table(table).toArray();
    expect(byKey(kept)).toEqual(byKey(rowsOf(table)));
    if (table === 'fileBytes') expect(kept).toEqual(expect.arrayContaining(rowsOf(table)));
    expect(kept).toHaveLength(rowsOf(table).length);
  },
);

test.each(['assets', 'assetLogs', 'files', 'catalogueItems', 'statusReasons', 'items', 'packVariants'])(
  'what the phone of a former version showed of %s it shows after it was folded again',
  async (table) => {
    const db = await open(former);
    await keepFoldVersion(db);
    const rows = rowsOf(table);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(await db.table(table).get(row.id)).toMatchObject(row);
    expect(await db.table(table).count()).toBe(rows.length);
  },
);

let dataDir: string | undefined;
let central: Central | undefined;
afterEach(async () => {
  await central?.close();
  if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
});

const fileAt = (folder: string, sha256: string): string => join(folder, 'files', sha256.slice(0, 2), sha256);

/** Today's server over the folder of that day. */
async function startFormerCentral(folder: string): Promise<Central> {
  await writeFile(
    join(folder, 'waypost.sqlite'),
    gunzipSync(readFileSync(join(fixture, 'waypost.sqlite.gz'))),
  );
  for (const sha256 of readdirSync(join(fixture, 'files'))) {
    mkdirSync(dirname(fileAt(folder, sha256)), { recursive: true });
    copyFileSync(join(fixture, 'files', sha256), fileAt(folder, sha256));
  }
  return startCentral({ dataDir: folder, host: '127.0.0.1', port: 0, adminPassword: 'x' });
}

test('what a phone of a former version owes reaches its central server after both were updated', async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'former-'));
  central = await startFormerCentral(dataDir);
  const db = await open(movedTo(central.origin));
  const engine = runEngine(db, fastWorld());
  await until(
    () => Promise.all([db.outbox.count(), db.fileCopies.where('state').notEqual('central').count()]),
    ([owed, files]) => owed === 0 && files === 0,
  );
  await engine.stop();
  expect(await db.problems.toArray()).toEqual([]);

  const { rows } = central.database;
  const { items } = await rows.assets({ limit: 100, includeDeleted: true });
  const spoken = (row: Row): Record<string, unknown> => ({
    ...{ id: row.id, assetNumber: row['assetNumber'], storeId: row['storeId'] },
    ...{ functionalStatus: row['functionalStatus'], storageLocation: row['storageLocation'] },
  });
  expect((items as unknown as Row[]).map(spoken)).toEqual(
    expect.arrayContaining(rowsOf('assets').map(spoken)),
  );
  expect(items).toHaveLength(rowsOf('assets').length);
  const logs = (await Promise.all(items.map(({ id }) => rows.logsOf(id)))).flat();
  expect(logs.map(({ id }) => id).toSorted()).toEqual(
    rowsOf('assetLogs')
      .map(({ id }) => id)
      .toSorted(),
  );
  for (const { sha256, bytes } of rowsOf('fileBytes') as unknown as { sha256: string; bytes: ArrayBuffer }[])
    expect(readFileSync(fileAt(dataDir, sha256))).toEqual(Buffer.from(bytes));
}, 60_000);
