// An updated app on a device that is full, or that is ended within the folding: its changes go up, and the folding goes on.
import Dexie from 'dexie';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { FOLDED_BY } from '#shared/domain/folded-by';
import type { Central } from '../../server/start-central';
import { keepFoldVersion } from '../../src/replica/changes/fold-version';
import type { ReplicaDatabase } from '../../src/replica/database';
import type { FileCopy } from '../../src/replica/records';
import { joinDevice, makeSite, must, runEngine, startTestCentral, type RunningEngine } from './engines';
import { fridge, joinedReplica, openDatabase } from './replicas';
import { until, untilSettled } from './until';

let central: Central;
let code: () => Promise<string>;
let engine: RunningEngine | undefined;

beforeEach(async () => {
  central = await startTestCentral();
  ({ code } = await makeSite(central));
});
afterEach(async () => {
  await engine?.stop();
  await central.close();
});

/** While `isFull` returns true, the storage takes no row of equipment. */
function openFullDatabase(isFull: () => boolean): ReplicaDatabase {
  const db = openDatabase();
  db.use({
    stack: 'dbcore',
    name: 'full',
    create: (core) => ({
      ...core,
      table: (name) => {
        const table = core.table(name);
        return {
          ...table,
          mutate: (request) =>
            name === 'assets' && request.type === 'put' && isFull()
              ? Dexie.Promise.reject(new DOMException('no room', 'QuotaExceededError'))
              : table.mutate(request),
        };
      },
    }),
  });
  return db;
}

const copyAtCentral: FileCopy = {
  sha256: 'a'.repeat(64),
  storeId: 'store-1',
  fileName: 'a.jpg',
  mimeType: 'image/jpeg',
  size: 3,
  isThumbnail: false,
  state: 'central',
  addedAt: 0,
  openedAt: 0,
  sent: 3,
  failures: 0,
};

test('a full device sends what it has before it folds, and drops copies of files that central has', async () => {
  let isFull = false;
  const phone = await joinDevice(
    central,
    await code(),
    openFullDatabase(() => isFull),
  );
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await phone.db.settings.put({ key: 'foldVersion', value: '3' });
  await phone.db.fileCopies.put(copyAtCentral);
  await phone.db.fileBytes.put({ sha256: copyAtCentral.sha256, bytes: new ArrayBuffer(3) });
  isFull = true;
  engine = runEngine(phone.db);
  await untilSettled(phone.db);
  expect((await central.database.rows.asset('asset-1'))?.assetNumber).toBe('A-1');
  await until(
    () => phone.db.fileBytes.count(),
    (count) => count === 0,
  );
  expect((await phone.db.settings.get('foldVersion'))?.value).toBe('3');
  isFull = false;
  engine.signal('sync-now');
  await until(
    () => phone.db.settings.get('foldVersion'),
    (setting) => setting?.value === FOLDED_BY,
  );
});

test('a full device that cannot keep what comes drops copies of files that central has, and then takes it', async () => {
  const other = await joinDevice(central, await code());
  const sender = runEngine(other.db);
  must(await other.commit(addAsset, fridge('A-1', 'asset-1')));
  await untilSettled(other.db);
  await sender.stop();
  const db: ReplicaDatabase = openFullDatabase(() => hasCopies);
  let hasCopies = false;
  const phone = await joinDevice(central, await code(), db);
  await phone.db.fileCopies.put(copyAtCentral);
  await phone.db.fileBytes.put({ sha256: copyAtCentral.sha256, bytes: new ArrayBuffer(3) });
  hasCopies = true;
  const freed = until(
    () => phone.db.fileBytes.count(),
    (count) => count === 0,
  ).then(() => (hasCopies = false));
  engine = runEngine(phone.db);
  await freed;
  await until(
    () => phone.db.assets.get('asset-1'),
    (asset) => asset?.assetNumber === 'A-1',
  );
});

test('folding that is cut goes on where it was', async () => {
  const replica = await joinedReplica();
  const { db } = replica;
  for (let n = 0; n < 1200; n++)
    await db.changes.put({
      id: `0190b5a2-7c10-7a31-8e5f-${String(n).padStart(12, '0')}`,
      change: {
        id: `0190b5a2-7c10-7a31-8e5f-${String(n).padStart(12, '0')}`,
        hlc: `1780000000000-${n.toString(16).padStart(4, '0')}-d`,
        userId: 'ruth',
        deviceId: 'd',
        n: n + 1,
        kind: 'asset.create',
        entityId: `a${n}`,
        patch: { assetNumber: String(n) },
      },
      entity: 'asset',
      entityId: `a${n}`,
      documents: [],
      places: [],
    });
  const cut = new AbortController();
  db.assets.hook('creating', () => cut.abort());
  await keepFoldVersion(db, '9', cut.signal);
  const first = await db.assets.count();
  expect([first, (await db.settings.get('foldVersion'))?.value]).toEqual([500, undefined]);
  await db.assets.clear();
  await keepFoldVersion(db, '9');
  expect(await db.assets.count()).toBe(1200 - first);
  expect((await db.settings.get('foldVersion'))?.value).toBe('9');
  await db.assets.clear();
  await keepFoldVersion(db, '10');
  expect(await db.assets.count()).toBe(1200);
});
