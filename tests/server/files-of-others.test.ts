/** A hash is no key: files are read by the stores that brought them, and by those to which a record of them moved. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeDocument, yearOf } from '#shared/change/documents';
import { aCentral, codeOf, type TestCentral } from '../support/central';
import { jpeg, sha256Of, siteWithDevice } from './upload';

let dataDir: string;
let central: TestCentral;
let ours: Awaited<ReturnType<typeof siteWithDevice>>;
let theirs: Awaited<ReturnType<typeof siteWithDevice>>;
let count = 0;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'waypost-others-'));
  central = await aCentral({ dataDir });
  ours = await siteWithDevice(central, 'OURS');
  theirs = await siteWithDevice(central, 'THEIRS');
});
afterEach(async () => {
  await central.central.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function say(storeId: string, kind: string, entityId: string, patch: object): Promise<void> {
  count += 1;
  const who = { deviceId: 'tests', userId: 'tests' };
  const hlc = `${Date.now() + count}-0000-tests`;
  const change = { id: randomUUID(), hlc, ...who, n: count, kind, entityId, patch };
  const said = await central.central.sync.author(storeDocument(storeId, yearOf(Date.now())), [change], who);
  expect(said).toMatchObject({ ok: true });
}

const attach = (storeId: string, id: string, assetId: string, sha256: string) =>
  say(storeId, 'file.attach', id, {
    ...{
      ownerTable: 'asset',
      ownerId: assetId,
      fileName: 'a.jpg',
      mimeType: 'image/jpeg',
      totalBytes: 900,
      sha256,
    },
    createdAt: '2026-06-01T00:00:00.000Z',
  });
const missing = async (site: typeof ours, sha256: string): Promise<string[]> =>
  (
    await central.call('POST', '/api/files/missing', {
      body: { sha256s: [sha256] },
      headers: site.sender.headers,
    })
  ).json<{ missing: string[] }>().missing;

test('a record that names the hash of another site gives neither the bytes nor the news that they are here', async () => {
  const bytes = jpeg(900);
  const sha256 = sha256Of(bytes);
  await say(ours.storeId, 'asset.create', 'a1', { assetNumber: '1' });
  await attach(ours.storeId, 'f1', 'a1', sha256);
  await ours.sender.send({ bytes, storeId: ours.storeId });
  expect((await ours.sender.get(sha256)).status).toBe(200);

  await say(theirs.storeId, 'asset.create', 'b1', { assetNumber: '1' });
  await attach(theirs.storeId, 'f2', 'b1', sha256);
  const nowhere = sha256Of(jpeg(900, 3));
  await attach(theirs.storeId, 'f3', 'b1', nowhere);
  expect((await theirs.sender.get(sha256)).status).toBe(404);
  expect((await theirs.sender.get(nowhere)).status).toBe(404);
  expect(await missing(theirs, sha256)).toEqual([sha256]);
  expect(await missing(ours, sha256)).toEqual([]);
  const created = await theirs.sender.create({ bytes, storeId: theirs.storeId });
  const unknown = await theirs.sender.create({ bytes: jpeg(900, 2), storeId: theirs.storeId });
  expect([created.status, created.headers.get('upload-offset')]).toEqual([
    unknown.status,
    unknown.headers.get('upload-offset'),
  ]);
  const location = created.headers.get('location') ?? '';
  expect((await theirs.sender.head(location)).headers.get('upload-offset')).toBe('0');

  expect((await theirs.sender.patch(location, 0, bytes)).status).toBe(204);
  expect((await theirs.sender.get(sha256)).status).toBe(200);
  const again = await theirs.sender.create({ bytes, storeId: theirs.storeId });
  expect(again.headers.get('upload-offset')).toBe(String(bytes.length));
});

test('a file moves with its asset: the new site reads what the former one brought', async () => {
  const bytes = jpeg(900);
  const sha256 = sha256Of(bytes);
  await say(ours.storeId, 'asset.create', 'a1', { assetNumber: '1' });
  await attach(ours.storeId, 'f1', 'a1', sha256);
  await ours.sender.send({ bytes, storeId: ours.storeId });
  expect((await theirs.sender.get(sha256)).status).toBe(403);
  const moved = await central.call('POST', '/api/assets/a1/move', {
    body: { storeId: theirs.storeId },
    headers: await central.staff(),
  });
  expect(moved.statusCode).toBe(200);
  expect((await theirs.sender.get(sha256)).status).toBe(200);
});

test('staff who may not see the fleet read no files', async () => {
  const bytes = jpeg(900);
  await ours.sender.send({ bytes, storeId: ours.storeId });
  const headers = await central.staff();
  const password = 'a long enough one';
  const added = await central.call('POST', '/api/users', {
    body: { username: 'paul', displayName: 'Paul', password, permissions: ['edit-reasons'] },
    headers,
  });
  expect(added.statusCode).toBe(201);
  const signedIn = await central.call('POST', '/api/session', { body: { username: 'paul', password } });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const read = await central.call('GET', `/api/files/${sha256Of(bytes)}`, { headers: { cookie } });
  expect([read.statusCode, codeOf(read)]).toEqual([403, 'no-right']);
});
