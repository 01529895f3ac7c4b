/** The fate of the bytes of files that people removed: the real records, the real settings, a clock that is moved on. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeDocument, yearOf } from '#shared/change/documents';
import { fileLimits } from '#shared/domain/file-limits';
import { cleanFiles } from '../../server/files/housekeeping';
import { fileKeeping } from '../../server/files/keep-clean';
import { Uploads } from '../../server/files/uploads';
import { aCentral, type TestCentral } from '../support/central';
import { jpeg, sha256Of, siteWithDevice } from './upload';

const DAY = 24 * 60 * 60 * 1000;
const start = Date.now();

let dataDir: string;
let central: TestCentral;
let site: Awaited<ReturnType<typeof siteWithDevice>>;
let days = 0;
const now = (): number => start + days * DAY;

beforeEach(async () => {
  days = 0;
  dataDir = await mkdtemp(join(tmpdir(), 'waypost-removed-'));
  central = await aCentral({ dataDir, now });
  site = await siteWithDevice(central);
  await say(site.storeId, 'asset.create', 'asset-1', { assetNumber: 'A-1' });
});

afterEach(async () => {
  await central.central.close();
  await rm(dataDir, { recursive: true, force: true });
});

let count = 0;
async function say(
  storeId: string | undefined,
  kind: string,
  entityId: string,
  patch: object,
): Promise<void> {
  count += 1;
  const hlc = `${String(now() + count)}-0000-tests`;
  const change = {
    id: randomUUID(),
    hlc,
    userId: 'tests',
    deviceId: 'tests',
    n: count,
    kind,
    entityId,
    patch,
  };
  const document = storeId === undefined ? 'config' : storeDocument(storeId, yearOf(now()));
  const said = await central.central.sync.author(document, [change], { deviceId: 'tests', userId: 'tests' });
  if (!said.ok) throw new Error(JSON.stringify(said.issues));
}

/** A file that is at central, as a device brings it. */
async function attach(id: string, bytes: Buffer, storeId = site.storeId): Promise<void> {
  await site.sender.send({ bytes, storeId: site.storeId });
  const facts = {
    fileName: 'x.jpg',
    mimeType: 'image/jpeg',
    totalBytes: bytes.length,
    sha256: sha256Of(bytes),
  };
  const createdAt = new Date(now()).toISOString();
  await say(storeId, 'file.attach', id, { ownerTable: 'asset', ownerId: 'asset-1', ...facts, createdAt });
}
const mark = (id: string, deletedAt: string | null) => say(site.storeId, 'file.remove', id, { deletedAt });
/** By a device whose clock is years behind. */
const remove = (id: string) => mark(id, '2019-01-01T00:00:00.000Z');
const setDays = (removedFilesDays: number | null) =>
  say(undefined, 'programmeSettings.create', 'programme-settings', { removedFilesDays });

async function clean() {
  const { database, files } = central.central;
  const limits = () => Promise.resolve(fileLimits(undefined));
  const uploads = new Uploads({
    folder: join(dataDir, 'files/uploads'),
    files,
    limits,
    contents: database.registry.contents,
  });
  return (await cleanFiles(fileKeeping({ database, files, uploads, now }))).removed;
}
const isHere = (bytes: Buffer) => central.central.files.has(sha256Of(bytes));

const [photo, other] = [jpeg(300, 1), jpeg(300, 2)];

test('they stay for ever, until staff say for how long', async () => {
  await attach('f1', photo);
  await remove('f1');
  days = 4000;
  expect(await clean()).toBe(0);
  await setDays(40);
  expect(await clean()).toBe(1);
  expect(await isHere(photo)).toBe(false);
});

test('the days count from when central heard of the removal, whatever the clock of the device said', async () => {
  await setDays(40);
  await attach('f1', photo);
  days = 100;
  await remove('f1');
  days = 139;
  expect(await clean()).toBe(0);
  days = 141;
  expect(await clean()).toBe(1);
});

test('fewer days than can be set count as the fewest that can', async () => {
  await setDays(0);
  await attach('f1', photo);
  await remove('f1');
  days = 29;
  expect(await clean()).toBe(0);
  days = 31;
  expect(await clean()).toBe(1);
});

test('a file that was brought back stays, and so does one of the same content in another place', async () => {
  await setDays(40);
  for (const [id, bytes] of [
    ['f1', photo],
    ['f2', other],
    ['f3', other],
  ] as const)
    await attach(id, bytes);
  for (const id of ['f1', 'f2']) await remove(id);
  await mark('f1', null);
  days = 100;
  expect(await clean()).toBe(0);
  expect([await isHere(photo), await isHere(other)]).toEqual([true, true]);
  await remove('f3');
  days = 141;
  expect(await clean()).toBe(1);
  expect([await isHere(photo), await isHere(other)]).toEqual([true, false]);
});

test('a file that is brought back too late is asked for again, as one that has not arrived', async () => {
  await setDays(40);
  await attach('f1', photo);
  await remove('f1');
  days = 41;
  await clean();
  await mark('f1', null);
  expect((await site.sender.get(sha256Of(photo))).status).toBe(404);
  await site.sender.send({ bytes: photo, storeId: site.storeId });
  days = 200;
  expect(await clean()).toBe(0);
  expect(await isHere(photo)).toBe(true);
});
