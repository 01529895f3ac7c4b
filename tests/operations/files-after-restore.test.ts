/** Files that are newer than the database: a restore must not have them cleaned away before devices give the records back. */
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeDocument, yearOf } from '#shared/change/documents';
import { fileLimits } from '#shared/domain/file-limits';
import { cleanFiles, type Cleaned } from '../../server/files/housekeeping';
import { fileKeeping } from '../../server/files/keep-clean';
import { Uploads } from '../../server/files/uploads';
import { startCentral } from '../../server/start-central';
import { jpeg, Sender, sha256Of, siteWithDevice } from '../server/upload';
import { PASSWORD, TestCentral } from '../support/central';

const DAY = 24 * 60 * 60 * 1000;
let dataDir: string;
let days = 0;
const now = (): number => Date.now() + days * DAY;

beforeEach(() => {
  days = 0;
  dataDir = mkdtempSync(join(tmpdir(), 'waypost-restored-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const start = async (): Promise<TestCentral> =>
  new TestCentral(await startCentral({ dataDir, host: '127.0.0.1', adminPassword: PASSWORD, now }));

async function clean({ central: { database, files } }: TestCentral): Promise<Cleaned> {
  const { contents } = database.registry;
  const limits = async () => fileLimits(undefined);
  const uploads = new Uploads({ folder: join(dataDir, 'files/uploads'), files, limits, contents });
  return cleanFiles(fileKeeping({ database, files, uploads, now }));
}

/** Every device was there since. */
async function heard({ central: { database } }: TestCentral): Promise<void> {
  const { sites, devices } = database.registry;
  const page = await sites.page({ limit: 100, sort: 'code' });
  const known = await devices.ofSites(page.sites.map(({ id }) => id));
  const at = new Date(now()).toISOString();
  await devices.recordContacts(known.map(({ id }) => ({ deviceId: id, at })));
}

async function refer({ central: { sync } }: TestCentral, storeId: string, sha256: string): Promise<void> {
  const patch = {
    ...{
      ownerTable: 'asset',
      ownerId: 'a1',
      fileName: 'a.jpg',
      mimeType: 'image/jpeg',
      totalBytes: 900,
      sha256,
    },
    createdAt: new Date(now()).toISOString(),
  };
  const who = { deviceId: 'tests', userId: 'tests' };
  const change = {
    id: randomUUID(),
    hlc: `${now()}-0000-tests`,
    ...who,
    n: 1,
    kind: 'file.attach',
    entityId: 'f1',
    patch,
  };
  expect(await sync.author(storeDocument(storeId, yearOf(now())), [change], who)).toMatchObject({ ok: true });
}

test('after an older database was put back, no file is cleaned away for thirty days, nor before every device was heard; then the trash keeps it for the record that comes late', async () => {
  const first = await start();
  const { sender, storeId } = await siteWithDevice(first);
  await first.central.close();
  copyFileSync(join(dataDir, 'waypost.sqlite'), join(dataDir, 'older'));

  const second = await start();
  const again = new TestCentral(second.central);
  const bytes = jpeg(900);
  const sha256 = sha256Of(bytes);
  const headers = sender.headers;
  await new Sender(again.central.origin, headers).send({ bytes, storeId });
  expect(await second.central.files.has(sha256)).toBe(true);
  await second.central.close();

  copyFileSync(join(dataDir, 'older'), join(dataDir, 'waypost.sqlite'));
  days = 10;
  const restored = await start();
  days = 20;
  expect(await clean(restored)).toMatchObject({ files: 0, trashed: 0 });
  days = 41;
  // a device that was not heard yet may still bring the record
  expect(await clean(restored)).toMatchObject({ files: 0, trashed: 0 });
  await heard(restored);
  expect(await clean(restored)).toMatchObject({ files: 1, trashed: 0 });
  await refer(restored, storeId, sha256);
  expect(await clean(restored)).toMatchObject({ files: 0, trashed: 0 });
  const back = await new Sender(restored.central.origin, headers).get(sha256);
  expect(sha256Of(new Uint8Array(await back.arrayBuffer()))).toBe(sha256);
  await restored.central.close();
});

// the disk dates files that go into the trash by its own clock, which stands still here
test('a start after a start is no restore: what nobody names goes to the trash after a week, and after a month for good', async () => {
  const first = await start();
  const { sender, storeId } = await siteWithDevice(first);
  const bytes = jpeg(900);
  await sender.send({ bytes, storeId });
  await first.central.close();
  const second = await start();
  days = 8;
  expect(await clean(second)).toMatchObject({ files: 1, trashed: 0 });
  days = 29;
  expect(await clean(second)).toMatchObject({ files: 0, trashed: 0 });
  days = 31;
  expect(await clean(second)).toMatchObject({ files: 0, trashed: 1 });
  expect(await second.central.files.has(sha256Of(bytes))).toBe(false);
  await second.central.close();
});
