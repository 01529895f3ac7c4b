// Budgets over HTTP: new client ids of a device, uploads that are under way, and the joins of a whole campaign from one address.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aCentral, codeOf, type Site, type TestCentral } from '../support/central';
import { budgetNumbers } from '../../server/budgets/budgets';

let central: TestCentral;
let staff: { cookie: string; origin: string };
let site: Site;

beforeAll(async () => {
  central = await aCentral();
  staff = await central.staff();
  site = await central.site(staff, 'RDG');
});
afterAll(() => central.central.close());

async function join(): Promise<{ authorization: string }> {
  const made = await central.call('POST', `/api/sites/${site.id}/join-codes`, { headers: staff });
  const { code } = made.json<{ code: string }>();
  const joined = await central.call('POST', '/api/join', { body: { code, deviceName: 'A phone' } });
  expect(joined.statusCode).toBe(201);
  return { authorization: `Bearer ${joined.json<{ deviceToken: string }>().deviceToken}` };
}

it('a thousand devices join from one address within an hour', async () => {
  for (let count = 0; count < 1000; count++) await join();
}, 120_000);

it('a hundred devices join from one address at the same moment', async () => {
  const codes = await Promise.all(Array.from({ length: 100 }, () => central.joinCode(staff, site.id)));
  const answers = await Promise.all(codes.map((code) => central.join(code)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(100).fill(201));
});

it('a device gets new client ids as often as it may need them, is told when it asks for more, and others are not', async () => {
  const [broken, other] = [await join(), await join()];
  const ask = (headers: Record<string, string>) =>
    central.call('POST', '/api/devices/me/client-id', { headers });
  for (let count = 0; count < budgetNumbers.clientIds.most; count++)
    expect((await ask(broken)).statusCode).toBe(200);
  const over = await ask(broken);
  expect([over.statusCode, codeOf(over)]).toEqual([429, 'over-budget']);
  expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
  expect((await ask(other)).statusCode).toBe(200);
});

it('uploads that are begun and never sent end at some number; one that is finished makes room', async () => {
  const device = await join();
  const bytes = Buffer.from('a report of the district, as text');
  const begin = (n: number, headers = device) =>
    central.call('POST', '/api/files', {
      headers: {
        ...headers,
        'tus-resumable': '1.0.0',
        'upload-length': String(bytes.length),
        'upload-metadata': Object.entries({
          sha256: n === 0 ? createHash('sha256').update(bytes).digest('hex') : String(n).padStart(64, '0'),
          filename: 'report.txt',
          filetype: 'text/plain',
          storeId: site.stores[0]?.id ?? '',
        })
          .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
          .join(','),
      },
    });
  const first = await begin(0);
  expect(first.statusCode).toBe(201);
  for (let n = 1; n < budgetNumbers.uploads; n++) expect((await begin(n)).statusCode).toBe(201);
  const over = await begin(99);
  expect([over.statusCode, codeOf(over)]).toEqual([429, 'over-budget']);
  expect((await begin(99, await join())).statusCode).toBe(201);
  const sent = await central.central.app.inject({
    method: 'PATCH',
    url: new URL(String(first.headers.location)).pathname,
    headers: {
      ...device,
      host: new URL(central.central.origin).host,
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    payload: bytes,
  });
  expect(sent.statusCode).toBe(204);
  expect((await begin(99)).statusCode).toBe(201);
});
