/** What a program may ask of a file before it fetches or sends it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCentral, type TestCentral } from '../support/central';
import { jpeg, referTo, sha256Of, siteWithDevice } from './upload';

let dataDir: string;
let central: TestCentral;
let site: Awaited<ReturnType<typeof siteWithDevice>>;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'waypost-asked-'));
  central = await aCentral({ dataDir });
  site = await siteWithDevice(central);
});
afterAll(async () => {
  await central.central.close();
  await rm(dataDir, { recursive: true, force: true });
});

const ask = (method: string, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${central.central.origin}${path}`, { method, headers });

test('HEAD says the length of a file, of all of it and of a part', async () => {
  const { sender, storeId } = site;
  const bytes = jpeg(1000);
  const created = await sender.create({ bytes, storeId });
  await sender.patch(created.headers.get('location') ?? '', 0, bytes);
  await referTo(central, storeId, { sha256: sha256Of(bytes) });
  const path = `/api/files/${sha256Of(bytes)}`;
  const whole = await ask('HEAD', path, sender.headers);
  expect([whole.status, whole.headers.get('content-length')]).toEqual([200, '1000']);
  const part = await ask('HEAD', path, { ...sender.headers, range: 'bytes=10-19' });
  expect([part.status, part.headers.get('content-length')]).toEqual([206, '10']);
});

test('OPTIONS says what of tus is spoken here, with a preflight and without', async () => {
  const preflight = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
  for (const headers of [{}, preflight]) {
    const answer = await ask('OPTIONS', '/api/files', headers);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('tus-version')).toBe('1.0.0');
    expect(answer.headers.get('tus-extension')).toContain('creation');
  }
  const elsewhere = await ask('OPTIONS', '/api/sites');
  expect([elsewhere.status, await elsewhere.json()]).toMatchObject([404, { error: { code: 'not-found' } }]);
});

test('a length that is to follow is refused in words', async () => {
  const answer = await ask('POST', '/api/files', {
    ...site.sender.headers,
    ...{ 'tus-resumable': '1.0.0', 'upload-defer-length': '1' },
  });
  expect([answer.status, await answer.json()]).toMatchObject([501, { error: { code: 'bad-request' } }]);
});
