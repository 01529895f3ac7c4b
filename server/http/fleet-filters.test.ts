/** The filters of the fleet by maker, reason and photo: in the list, its counts and its export, and within a border. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral, cookiesOf, type Site, type TestCentral } from '../../tests/support/central';

const PASSWORD = 'a long enough password';
const YEAR = new Date().getUTCFullYear();
const maker = new ChangeMaker('d1', 'u1');
const kind = { classId: 'c', categoryId: 'k', typeId: 't' };

let central: TestCentral;
let admin: Record<string, string>;
let officer: Record<string, string>;
let region: string;

beforeAll(async () => {
  central = await aCentral();
  admin = await central.staff();
  region = (await made('/api/regions', { code: 'R', name: 'Region' })).id;
  const item = { subCatalogue: 'General', code: 'V1', manufacturer: 'Vestfrost', model: 'VLS', ...kind };
  await say('config', [maker.make('catalogueItem.create', item, 'item')]);
  for (const [code, regionId] of [
    ['OWN', region],
    ['FAR', undefined],
  ] as const) {
    const site = (await made('/api/sites', { code, name: code, regionId, stores: [{ code: `${code}-A`, name: code }] })) as Site; // prettier-ignore
    await say(storeDocument(site.stores[0]?.id ?? '', YEAR), equipmentOf(code));
  }
  await made('/api/users', { username: 'officer', displayName: 'Officer', password: PASSWORD, permissions: ['read-fleet', 'export-equipment'], regionIds: [region] }); // prettier-ignore
  const session = await central.call('POST', '/api/session', { body: { username: 'officer', password: PASSWORD } }); // prettier-ignore
  officer = { cookie: cookiesOf(session), origin: central.central.origin };
});
afterAll(() => central.central.close());

/** One of the catalogue and broken, with a photo of its log; one of the same maker by hand; one of another, with its photo. */
const equipmentOf = (code: string) => [
  maker.make('asset.create', { assetNumber: `${code}-1`, ...kind, catalogueItemId: 'item' }, `${code}1`),
  maker.make('asset.create', { assetNumber: `${code}-2`, ...kind, manufacturer: 'VESTFROST' }, `${code}2`),
  maker.make('asset.create', { assetNumber: `${code}-3`, ...kind, manufacturer: 'Haier' }, `${code}3`),
  maker.make('assetLog.add', { assetId: `${code}1`, type: 'STATUS_UPDATE', functionalStatus: 'NOT_FUNCTIONING', reasonId: 'why' }, `${code}l`), // prettier-ignore
  maker.make('file.attach', photoOf('assetLog', `${code}l`)),
  maker.make('file.attach', photoOf('asset', `${code}3`)),
  maker.make('file.attach', { ...photoOf('asset', `${code}2`), mimeType: 'application/pdf' }),
];

const photoOf = (ownerTable: string, ownerId: string) => ({
  ...{ ownerTable, ownerId, fileName: 'a.jpg', mimeType: 'image/jpeg', totalBytes: 1 },
  sha256: 'a'.repeat(64),
});

async function made(url: string, body: object): Promise<{ id: string }> {
  const answer = await central.call('POST', url, { headers: admin, body });
  if (answer.statusCode >= 300) throw new Error(answer.body);
  return answer.json<{ id: string }>();
}

async function say(document: string, changes: readonly object[]): Promise<void> {
  const { statusCode, body } = await central.call('POST', '/api/changes', { headers: admin, body: { document, changes } }); // prettier-ignore
  if (statusCode !== 200) throw new Error(body);
}

const get = async <T>(url: string, headers: Record<string, string>): Promise<T> =>
  (await central.call('GET', url, { headers })).json<T>();

interface Found {
  items: { assetNumber: string }[];
  total: number;
}

it.each([
  ['maker=vestfrost', [1, 2]],
  ['maker=Haier', [3]],
  ['maker=nobody', []],
  ['reasonId=why', [1]],
  ['photo=with', [1, 3]],
  ['photo=without', [2]],
  ['maker=Vestfrost&photo=with', [1]],
  ['maker=Vestfrost&reasonId=why&q=own', [1]],
])('%s', async (filter, expected) => {
  const numbers = (code: string): string[] => expected.map((at) => `${code}-${at}`);
  const everywhere = filter.includes('q=') ? numbers('OWN') : [...numbers('FAR'), ...numbers('OWN')];
  for (const [headers, query, wanted] of [
    [admin, filter, everywhere],
    [officer, filter, numbers('OWN')],
    [admin, `${filter}&regionId=${region}`, numbers('OWN')],
  ] as const) {
    const list = await get<Found>(`/api/assets?${query}`, headers);
    expect([query, list.total, list.items.map((one) => one.assetNumber)]).toEqual([query, wanted.length, wanted]); // prettier-ignore
    expect((await get<{ total: number }>(`/api/fleet/counts?${query}`, headers)).total).toBe(wanted.length);
    const table = await get<Found>(`/api/fleet/export?${query}`, headers);
    expect(table.items.map((one) => one.assetNumber)).toEqual(wanted);
  }
});

it.each(['maker=%20', 'typeId=%20', 'reasonId=%20'])('%s asks for nothing: refused', async (blank) => {
  for (const list of ['assets', 'fleet/counts', 'fleet/export'])
    expect((await central.call('GET', `/api/${list}?${blank}`, { headers: admin })).statusCode).toBe(400);
});

it.each(['maker=', 'typeId=', 'reasonId='])('%s narrows nothing', async (left) => {
  const { total } = await get<Found>('/api/assets', admin);
  expect((await get<Found>(`/api/assets?${left}`, admin)).total).toBe(total);
});

it('a maker whose name has no letter is nobody, not all that name none', async () => {
  expect(await get<Found>('/api/assets?maker=%CC%81', admin)).toMatchObject({ items: [], total: 0 });
});

it('the makers that are written by hand are named, within a border', async () => {
  const named = async (headers: Record<string, string>) =>
    (await get<{ items: string[] }>('/api/fleet/makers', headers)).items;
  expect((await named(admin)).sort()).toEqual(['Haier', 'VESTFROST']);
  const site = (await made('/api/sites', { code: 'ALL', name: 'ALL', stores: [{ code: 'ALL-A', name: 'A' }] })) as Site; // prettier-ignore
  const document = storeDocument(site.stores[0]?.id ?? '', YEAR);
  await say(document, [maker.make('asset.create', { assetNumber: 'x', ...kind, manufacturer: ' Dulas ' }, 'x'), maker.make('asset.create', { assetNumber: 'y', ...kind, manufacturer: 'HAIER' }, 'y')]); // prettier-ignore
  expect((await named(admin)).map((name) => name.trim())).toEqual(['Haier', 'VESTFROST', 'Dulas']);
  expect((await named(officer)).sort()).toEqual(['Haier', 'VESTFROST']);
  await say(document, [maker.make('asset.remove', {}, 'x')]);
  expect((await named(admin)).sort()).toEqual(['Haier', 'VESTFROST']);
});

it('an export counts what it finds with its first piece alone', async () => {
  const read = vi.spyOn(central.central.database.rows, 'assets');
  read.mockResolvedValueOnce({ items: [], nextCursor: 'x', total: 7 });
  const first = await get<Found & { nextCursor: string }>('/api/fleet/export?maker=Haier', admin);
  const next = await get<Found>(`/api/fleet/export?maker=Haier&cursor=${first.nextCursor}`, admin);
  expect([first.total, next.total]).toEqual([7, 7]);
  expect(read.mock.calls.map(([asked]) => [asked.cursor, asked.withoutTotal])).toEqual([
    [undefined, undefined],
    ['x', true],
  ]);
  read.mockRestore();
  const foreign = await central.call('GET', '/api/fleet/export?cursor=x', { headers: admin });
  expect(foreign.statusCode).toBe(400);
});
