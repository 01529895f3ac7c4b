// Codes for several devices and for many sites: made, listed, withdrawn, and never of a site beyond the border of who asks.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aCentral, codeOf, type TestCentral } from '../../tests/support/central';

const DAY = 24 * 60 * 60 * 1000;
let now = Date.UTC(2026, 5, 1);
let central: TestCentral;
let staff: { cookie: string; origin: string };
beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  central = await aCentral({ now: () => now });
  staff = await central.staff();
});
afterEach(() => central.central.close());

interface Sheet {
  id: string;
  code: string;
  expiresAt: string;
  devices: number;
  url: string;
  site: { id: string; code: string; name: string; language?: string; stores: unknown[] };
}
const call = (method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown) =>
  central.call(method, url, { headers: staff, ...(body !== undefined && { body }) });
const open = async (query = '') =>
  (await call('GET', `/api/join-codes${query}`)).json<{
    items: { id: string; site: { code: string }; devices: number; used: number; by?: string }[];
    total: number;
    nextCursor?: string;
  }>();

it('makes a sheet for each of many sites, with a code for as many devices and days as were asked for', async () => {
  const sites = [await central.site(staff, 'A'), await central.site(staff, 'B')];
  const asked = { siteIds: sites.map(({ id }) => id), days: 30, devices: 2, language: 'fr' };
  const made = await call('POST', '/api/join-codes', asked);
  expect(made.statusCode).toBe(201);
  const { items } = made.json<{ items: Sheet[] }>();
  expect(items).toMatchObject([
    { devices: 2, expiresAt: new Date(now + 30 * DAY).toISOString(), site: { code: 'A', language: 'fr' } },
    { site: { code: 'B', language: 'fr' } },
  ]);
  const [sheet] = items;
  expect(sheet?.url).toBe(`${central.central.origin}/join#code=${sheet?.code}`);
  now += 29 * DAY;
  staff = await central.staff();
  const answers = [1, 2, 3].map(() => central.join(sheet?.code ?? ''));
  expect((await Promise.all(answers)).map(({ statusCode }) => statusCode).sort()).toEqual([201, 201, 410]);
  expect(await open()).toMatchObject({ total: 1, items: [{ site: { code: 'B' }, devices: 2, used: 0 }] });
  now += 2 * DAY;
  staff = await central.staff();
  expect(await open()).toMatchObject({ total: 0 });
  expect((await call('GET', `/api/sites/${sites[0]?.id}`)).json()).toMatchObject({ language: 'fr' });
});

it('keeps to a day and one device where nothing is asked, and to 90 days and 20 devices', async () => {
  const { id } = await central.site(staff, 'A');
  expect((await call('POST', `/api/sites/${id}/join-codes`)).json()).toMatchObject({
    devices: 1,
    expiresAt: new Date(now + DAY).toISOString(),
  });
  expect((await call('POST', `/api/sites/${id}/join-codes`, { days: 90, devices: 20 })).statusCode).toBe(201);
  for (const wrong of [{ days: 91 }, { days: 0 }, { devices: 21 }, { devices: 1.5 }])
    expect((await call('POST', `/api/sites/${id}/join-codes`, wrong)).statusCode).toBe(400);
  expect((await call('POST', '/api/join-codes', { siteIds: [id, 'none'] })).statusCode).toBe(404);
  expect(await open()).toMatchObject({ total: 2 });
});

it('pages through open codes, and withdraws one with one press', async () => {
  const { id } = await central.site(staff, 'A');
  for (const days of [3, 1, 2]) await call('POST', `/api/sites/${id}/join-codes`, { days });
  const first = await open('?limit=2');
  const second = await open(`?limit=2&cursor=${first.nextCursor}`);
  expect([first.items.length, second.items.length, second.total]).toEqual([2, 1, 3]);
  expect(new Set([...first.items, ...second.items].map((one) => one.id)).size).toBe(3);
  const code = (await call('POST', `/api/sites/${id}/join-codes`, { devices: 5 })).json<Sheet>();
  expect((await call('DELETE', `/api/join-codes/${code.id}`)).statusCode).toBe(204);
  expect((await call('DELETE', `/api/join-codes/${code.id}`)).statusCode).toBe(404);
  const refused = await central.join(code.code);
  expect([refused.statusCode, codeOf(refused)]).toEqual([410, 'code-expired']);
  expect((await call('GET', '/api/audit?limit=50')).body).toContain('join-code.withdraw');
  expect((await open(`?siteId=${id}`)).items[0]).toMatchObject({ by: expect.any(String) as unknown });
});
