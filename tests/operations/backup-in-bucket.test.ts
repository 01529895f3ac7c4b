/** Backups in a bucket: taken, kept, put back from there, and reported as not good where they are not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { leaveAll } from '../contract/stock';
import { KEY_ID, S3Server } from '../server/s3-server';
import { jpeg, Sender, sha256Of } from '../server/upload';
import { allChanges, busySite } from './busy-site';
import { endAll, newFolder, operate, startServer } from './own-server';

const PLACE = 's3://waypost-files/nightly';
let bucket: S3Server;
let env: Record<string, string>;

beforeEach(async () => {
  bucket = await S3Server.start();
  env = {
    AWS_ENDPOINT_URL_S3: bucket.origin,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: KEY_ID,
    AWS_SECRET_ACCESS_KEY: 'secret',
    BACKUP_TO: PLACE,
    BACKUP_KEEP: '2',
  };
});
afterEach(() => bucket.close());
afterAll(async () => {
  leaveAll();
  await endAll();
});

const stamps = (): string[] => [
  ...new Set([...bucket.objects.keys()].flatMap((key) => /^nightly\/(\d{4}-[^/]+)\//.exec(key)?.[1] ?? [])),
];

test('a backup in a bucket, files in parts among it, comes back whole in an empty folder, and the oldest go', async () => {
  const server = await startServer(newFolder());
  const { device, stock, acknowledged, write } = await busySite(server);
  const stop = new AbortController();
  const writing = write(stop.signal);
  while (acknowledged.size < 20) await stock.stored();
  // larger than one part
  const bytes = jpeg(12_000_000);
  const sender = new Sender(server.origin, { authorization: `Bearer ${device.deviceToken}` });
  await sender.send({ bytes, storeId: device.store.id });
  for (let times = 0; times < 2; times++)
    expect(await operate(server.dataDir, ['backup'], env)).toMatchObject({ code: 0 });
  const before = new Set(acknowledged);
  expect(await operate(server.dataDir, ['backup', '--json'], env)).toMatchObject({ code: 0 });
  expect(stamps()).toHaveLength(2);
  expect(bucket.uploads.size).toBe(0);
  stop.abort();
  await writing;
  await server.end();

  const empty = newFolder();
  expect((await operate(empty, ['restore', PLACE, '--json'], env)).data).toMatchObject({ ok: true });
  const sha256 = sha256Of(bytes);
  expect(sha256Of(readFileSync(join(empty, 'files', sha256.slice(0, 2), sha256)))).toBe(sha256);
  const again = await startServer(empty);
  const ids = await allChanges(device, again);
  expect([...before].filter((id) => !ids.has(id))).toEqual([]);
  await again.end();
}, 240_000);

test('a bucket that cannot be used, and a backup that is not what its manifest says, are said', async () => {
  const server = await startServer(newFolder());
  await busySite(server);
  expect((await operate(server.dataDir, ['backup'], env)).code).toBe(0);
  bucket.broken = 503;
  const refused = await operate(server.dataDir, ['backup'], { ...env, AWS_MAX_ATTEMPTS: '1' });
  expect(refused.code).not.toBe(0);
  bucket.broken = undefined;
  const [stamp = ''] = stamps();
  const key = join('nightly', stamp, 'waypost.sqlite');
  const object = bucket.objects.get(key);
  expect(object).toBeDefined();
  if (object) object.bytes = Buffer.concat([object.bytes.subarray(0, -1), Buffer.of(1)]);
  const restored = await operate(newFolder(), ['restore', PLACE], env);
  expect(restored.code).not.toBe(0);
  await server.end();
}, 120_000);
