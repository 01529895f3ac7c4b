import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rights } from '#shared/domain/rights';
import { aCentral, codeOf, cookiesOf, type Site, type TestCentral } from '../../tests/support/central';
import { ChangeMaker } from '../../tests/central/change-maker';
import { storeDocument } from '#shared/change/documents';

let central: TestCentral;
let admin: Record<string, string>;
let north: string;
let south: string;
let district: string;
let inNorth: Site;
let inDistrict: Site;
let inSouth: Site;
let nowhere: Site;

const PASSWORD = 'a long enough password';

const call = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  headers: Record<string, string>,
  body?: unknown,
) => central.call(method, url, { headers, ...(body !== undefined && { body }) });

async function region(code: string, parentId?: string): Promise<string> {
  const answer = await call('POST', '/api/regions', admin, { code, name: `Region ${code}`, parentId });
  expect(answer.statusCode).toBe(201);
  return answer.json<{ id: string }>().id;
}

async function site(code: string, regionId?: string): Promise<Site> {
  const stores = [{ code: `${code}-A`, name: `Store ${code}` }];
  const answer = await call('POST', '/api/sites', admin, { code, name: `Site ${code}`, stores, regionId });
  expect(answer.statusCode).toBe(201);
  return answer.json<Site>();
}

/** Somebody with all rights, in these regions only. */
async function bound(...regionIds: string[]): Promise<Record<string, string>> {
  const username = `officer${regionIds.join('').slice(0, 20)}`;
  const user = { username, displayName: 'Officer', password: PASSWORD, permissions: rights, regionIds };
  expect((await call('POST', '/api/users', admin, user)).statusCode).toBe(201);
  const answer = await call('POST', '/api/session', {}, { username, password: PASSWORD });
  return { cookie: cookiesOf(answer), origin: central.central.origin };
}

const storeOf = (of: Site): string => of.stores[0]?.id ?? '';

async function asset(of: Site, number: string): Promise<string> {
  const maker = new ChangeMaker('d1', 'u1');
  const change = maker.make('asset.create', { assetNumber: number }, `asset-${number}`);
  const document = storeDocument(storeOf(of), new Date().getUTCFullYear());
  const authored = await central.central.sync.author(document, [change], { deviceId: 'd1', userId: 'u1' });
  expect(authored.ok).toBe(true);
  return `asset-${number}`;
}

beforeEach(async () => {
  central = await aCentral();
  admin = await central.staff();
  north = await region('N');
  south = await region('S');
  district = await region('N-1', north);
  inNorth = await site('NOR', north);
  inDistrict = await site('DIS', district);
  inSouth = await site('SOU', south);
  nowhere = await site('NOW');
});

afterEach(() => central.central.close());

const codes = (answer: { json<T>(): T }): string[] =>
  answer
    .json<{ items: { code: string }[] }>()
    .items.map(({ code }) => code)
    .sort();

describe('the tree of regions', () => {
  it('is listed with its levels, and as it stood at an earlier moment', async () => {
    const before = new Date(Date.now()).toISOString();
    await new Promise<void>((resolve) => setImmediate(resolve));
    const moved = await call('PATCH', `/api/regions/${district}`, admin, { parentId: south, level: 'Zone' });
    expect(moved.json()).toMatchObject({ id: district, parentId: south, level: 'Zone' });
    const now = await call('GET', '/api/regions', admin);
    const parentNow = now.json<{ items: { id: string; parentId?: string }[] }>().items;
    expect(parentNow.find(({ id }) => id === district)?.parentId).toBe(south);
    const then = await call('GET', `/api/regions?at=${before}`, admin);
    const parentThen = then.json<{ items: { id: string; parentId?: string }[] }>().items;
    expect(parentThen.find(({ id }) => id === district)?.parentId).toBe(north);
  });

  it('takes no region twice, none into itself, and none into what is not there', async () => {
    const twice = await call('POST', '/api/regions', admin, { code: 'n', name: 'Again' });
    expect([twice.statusCode, codeOf(twice)]).toEqual([409, 'already-exists']);
    const circle = await call('PATCH', `/api/regions/${north}`, admin, { parentId: district });
    expect([circle.statusCode, codeOf(circle)]).toEqual([400, 'bad-request']);
    const lost = await call('POST', '/api/regions', admin, { code: 'X', name: 'X', parentId: 'gone' });
    expect([lost.statusCode, codeOf(lost)]).toEqual([404, 'not-found']);
  });

  it('keeps a region while something lies in it, and lets an empty one go', async () => {
    expect((await call('PATCH', `/api/regions/${north}`, admin, { removed: true })).statusCode).toBe(400);
    const empty = await region('E');
    expect((await call('PATCH', `/api/regions/${empty}`, admin, { removed: true })).statusCode).toBe(200);
    expect(codes(await call('GET', '/api/regions', admin))).toEqual(['N', 'N-1', 'S']);
  });
});

describe('the facility of a site', () => {
  it('is kept, answered with the site, cleared by null, and left alone where it is not named', async () => {
    const url = `/api/sites/${inSouth.id}`;
    const facility = { nationalId: 'NG-4711', type: 'Health post', population: 12_000, latitude: 9.06 };
    const set = await call('PATCH', url, admin, { facility });
    expect(set.json()).toMatchObject({ regionId: south, facility });
    await call('PATCH', url, admin, { facility: { population: null } });
    const answer = (await call('GET', url, admin)).json<{ facility: object }>();
    expect(answer.facility).toEqual({ nationalId: 'NG-4711', type: 'Health post', latitude: 9.06 });
  });

  it('is refused where it cannot be', async () => {
    const answer = await call('PATCH', `/api/sites/${inSouth.id}`, admin, { facility: { latitude: 91 } });
    expect(answer.statusCode).toBe(400);
    const lost = await call('PATCH', `/api/sites/${inSouth.id}`, admin, { regionId: 'gone' });
    expect([lost.statusCode, codeOf(lost)]).toEqual([404, 'not-found']);
  });
});

describe('staff of a region', () => {
  it('see the sites, the regions and the equipment that lie in it and below it, and count no others', async () => {
    await asset(inNorth, 'F-1');
    await asset(inDistrict, 'F-2');
    await asset(inSouth, 'F-3');
    await asset(nowhere, 'F-4');
    const officer = await bound(north);
    expect(codes(await call('GET', '/api/sites', officer))).toEqual(['DIS', 'NOR']);
    expect(codes(await call('GET', '/api/regions', officer))).toEqual(['N', 'N-1']);
    const assets = await call('GET', '/api/assets', officer);
    expect(assets.json<{ total: number }>().total).toBe(2);
    const ofSouth = await call('GET', `/api/assets?siteId=${inSouth.id}`, officer);
    expect(ofSouth.json<{ total: number }>().total).toBe(0);
    const summary = (await call('GET', '/api/fleet/summary', officer)).json<{
      sites: number;
      assets: { total: number };
    }>();
    expect([summary.sites, summary.assets.total]).toEqual([2, 2]);
    const search = (await call('GET', '/api/search?q=F-', officer)).json<{
      assets: { assetNumber: string }[];
    }>();
    expect(search.assets.map(({ assetNumber }) => assetNumber).sort()).toEqual(['F-1', 'F-2']);
    expect((await call('GET', '/api/search?q=SOU', officer)).json()).toMatchObject({ sites: [], stores: [] });
    const problems = (await call('GET', '/api/problems', officer)).json<{ items: { storeId: string }[] }>();
    const own = [storeOf(inNorth), storeOf(inDistrict)];
    expect(problems.items.length).toBeGreaterThan(0);
    expect(problems.items.every(({ storeId }) => own.includes(storeId))).toBe(true);
  });

  it('find nothing in a list that is cut to another region, and all below their own', async () => {
    await asset(inDistrict, 'F-2');
    await asset(inSouth, 'F-3');
    const officer = await bound(north);
    for (const list of ['assets', 'sites', 'problems']) {
      const there = await call('GET', `/api/${list}?regionId=${south}`, officer);
      expect([list, there.json<{ items: unknown[] }>().items]).toEqual([list, []]);
    }
    const below = await call('GET', `/api/assets?regionId=${north}`, admin);
    expect(below.json<{ items: { id: string }[] }>().items.map(({ id }) => id)).toEqual(['asset-F-2']);
  });

  it('find nothing else, and change nothing else, by no call', async () => {
    const theirs = await asset(inDistrict, 'F-2');
    const foreign = await asset(inSouth, 'F-3');
    const officer = await bound(north);
    const year = new Date().getUTCFullYear();
    const change = new ChangeMaker('d2', 'u2').make('asset.edit', { notes: 'x' }, foreign);
    const person = { username: 'mine', displayName: 'Mine', password: 'a long password', rights: [] };
    const closed: ['GET' | 'POST' | 'PATCH', string, unknown?][] = [
      ['GET', `/api/sites/${inSouth.id}`],
      ['PATCH', `/api/sites/${inSouth.id}`, { name: 'Mine' }],
      ['POST', `/api/sites/${inSouth.id}/join-codes`],
      ['GET', `/api/assets/${foreign}`],
      ['GET', `/api/assets/${foreign}/logs`],
      ['GET', `/api/assets/${foreign}/files`],
      ['GET', `/api/assets/${foreign}/changes`],
      ['GET', `/api/stores/${storeOf(inSouth)}/changes`],
      ['POST', `/api/assets/${foreign}/merge`, { into: theirs }],
      ['POST', `/api/assets/${foreign}/move`, { storeId: storeOf(inNorth) }],
      ['POST', `/api/changes`, { document: storeDocument(storeOf(inSouth), year), changes: [change] }],
      ['POST', `/api/changes`, { document: 'country', changes: [change] }],
      ['PATCH', `/api/regions/${south}`, { name: 'Mine' }],
      ['PATCH', `/api/sites/${inNorth.id}`, { regionId: south }],
      ['POST', '/api/regions', { code: 'T', name: 'Top' }],
      ['POST', `/api/stores/${storeOf(inNorth)}/move`, { siteId: inSouth.id }],
      ['POST', `/api/stores/${storeOf(inSouth)}/move`, { siteId: inNorth.id }],
      ['GET', `/api/sites/${inSouth.id}/v6`],
      ['PATCH', `/api/sites/${inSouth.id}/v6`, { name: 'mine' }],
      ['GET', `/api/sites/${inSouth.id}/people`],
      ['POST', `/api/sites/${inSouth.id}/people`, person],
      ['PATCH', `/api/sites/${inSouth.id}/people/somebody`, { disabled: true }],
    ];
    for (const [method, url, body] of closed)
      expect([url, (await call(method, url, officer, body)).statusCode]).toEqual([url, 404]);
    const away = await call('POST', `/api/assets/${theirs}/move`, officer, { storeId: storeOf(inSouth) });
    expect(away.statusCode).toBe(400);
    const national = [
      '/api/users',
      '/api/audit',
      '/api/problems/v6',
      `/api/problems/v6?siteId=${inSouth.id}`,
    ];
    for (const url of national)
      expect([url, (await call('GET', url, officer)).statusCode]).toEqual([url, 403]);
  });

  it('do their work within it', async () => {
    const officer = await bound(north);
    const made = await call('POST', '/api/regions', officer, { code: 'N-2', name: 'New', parentId: north });
    expect(made.statusCode).toBe(201);
    const stores = [{ code: 'A', name: 'Store' }];
    const added = { code: 'NEW', name: 'New', stores, regionId: made.json<{ id: string }>().id };
    expect((await call('POST', '/api/sites', officer, added)).statusCode).toBe(201);
    expect(
      (await call('POST', '/api/sites', officer, { ...added, code: 'N2', regionId: south })).statusCode,
    ).toBe(404);
    expect((await call('POST', '/api/sites', officer, { code: 'N3', name: 'N', stores })).statusCode).toBe(
      404,
    );
    expect((await call('POST', `/api/sites/${inDistrict.id}/join-codes`, officer)).statusCode).toBe(201);
    const theirs = await asset(inDistrict, 'F-2');
    const moved = await call('POST', `/api/assets/${theirs}/move`, officer, { storeId: storeOf(inNorth) });
    expect(moved.json()).toEqual({ id: theirs, storeId: storeOf(inNorth) });
  });

  it('lose what they had when a site is put elsewhere, at the next call', async () => {
    const officer = await bound(north);
    expect((await call('PATCH', `/api/sites/${inDistrict.id}`, admin, { regionId: south })).statusCode).toBe(
      200,
    );
    expect((await call('GET', `/api/sites/${inDistrict.id}`, officer)).statusCode).toBe(404);
    expect(codes(await call('GET', '/api/sites', officer))).toEqual(['NOR']);
  });

  it('are not the last who may manage users', async () => {
    const me = (await call('GET', '/api/session', admin)).json<{ user: { id: string } }>().user.id;
    const answer = await call('PATCH', `/api/users/${me}`, admin, { regionIds: [north] });
    expect([answer.statusCode, codeOf(answer)]).toEqual([409, 'last-admin']);
    const lost = await call('PATCH', `/api/users/${me}`, admin, { regionIds: ['gone'] });
    expect([lost.statusCode, codeOf(lost)]).toEqual([400, 'bad-request']);
  });
});
