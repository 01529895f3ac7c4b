/** A central server whose files lie in a bucket: nothing about it is seen from outside, and a bucket out of reach loses nothing. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from '../../server/config';
import { verify } from '../../server/operations/verify-command';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { aCentral, type TestCentral } from '../support/central';
import { KEY_ID, S3Server } from './s3-server';
import { jpeg, referTo, sha256Of, siteWithDevice } from './upload';

let dataDir: string;
let s3: S3Server;
let central: TestCentral;
let site: Awaited<ReturnType<typeof siteWithDevice>>;

const settings = () => ({
  dataDir,
  filesBucket: { bucket: s3.bucket, region: 'local', endpoint: s3.origin },
});

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', KEY_ID);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  dataDir = await mkdtemp(join(tmpdir(), 'waypost-bucket-'));
  s3 = await S3Server.start();
  const database = await openSqliteDatabase({ path: join(dataDir, 'waypost.sqlite') });
  central = await aCentral({ database, ...settings() });
  site = await siteWithDevice(central);
});

afterEach(async () => {
  await central.central.close();
  s3.close();
  vi.unstubAllEnvs();
  await rm(dataDir, { recursive: true, force: true });
});

const locationOf = (answer: Response): string => answer.headers.get('location') ?? '';
const onDisk = async (): Promise<string[]> =>
  (await readdir(join(dataDir, 'files/uploads'))).filter((name) => !name.endsWith('.json'));

test('an upload goes there once it is whole and judged, and is read from there, in parts too', async () => {
  const { sender, storeId } = site;
  const bytes = jpeg(90_000);
  const sha256 = sha256Of(bytes);
  const location = locationOf(await sender.create({ bytes, storeId }));
  await sender.patch(location, 0, bytes.subarray(0, 40_000));
  expect(s3.objects.size).toBe(0);
  expect((await sender.patch(location, 40_000, bytes.subarray(40_000))).status).toBe(204);
  expect([...s3.objects.keys()]).toEqual([`${sha256.slice(0, 2)}/${sha256}`]);
  expect(await onDisk()).toEqual([]);
  expect((await sender.head(location)).headers.get('upload-offset')).toBe('90000');

  await referTo(central, storeId, { sha256 });
  const got = await sender.get(sha256);
  expect([got.status, got.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect(sha256Of(new Uint8Array(await got.arrayBuffer()))).toBe(sha256);
  const part = await sender.get(sha256, { range: 'bytes=89990-' });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 89990-89999/90000']);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(89_990));
});

test('while it cannot be reached nothing counts as sent; when it can, what had come is kept without being sent again', async () => {
  const { sender, storeId } = site;
  const bytes = jpeg(50_000);
  const location = locationOf(await sender.create({ bytes, storeId }));
  await sender.patch(location, 0, bytes.subarray(0, 20_000));
  s3.broken = 403;
  expect((await sender.patch(location, 20_000, bytes.subarray(20_000))).status).toBeGreaterThanOrEqual(500);
  expect((await sender.head(location)).status).toBeGreaterThanOrEqual(500);
  expect((await sender.patch(location, 50_000, Buffer.alloc(0))).status).toBeGreaterThanOrEqual(500);
  s3.broken = undefined;
  expect((await sender.head(location)).headers.get('upload-offset')).toBe('50000');
  expect(s3.objects.size).toBe(1);
});

const verified = async (): Promise<number> => {
  const read = readConfig({});
  if (!read.ok) throw new Error(read.line);
  const { exitCode = 0 } = await verify.run({
    config: { ...read.config, ...settings() },
    words: [],
    back: false,
    passphrase: undefined,
    now: Date.now,
    note: () => undefined,
  });
  return exitCode;
};

test('verify reads what is there, and says what has changed', async () => {
  const { sender, storeId } = site;
  await sender.send({ bytes: jpeg(70), storeId });
  expect(await verified()).toBe(0);
  const [object] = s3.objects.values();
  if (object) object.bytes = jpeg(70, 9);
  expect(await verified()).toBe(1);
});
