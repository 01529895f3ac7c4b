/** A site whose only server is this one: it is given this address, a name and a password, and nothing else. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded } from './device';
import { MSupplyCentral } from './msupply-central';
import type { OpenMSupplySite } from './open-msupply-site';
import { someAsset } from './records';
import { OlderApi } from './site/older-api';
import { versions } from './site/versions';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

async function siteAlone(
  code: string,
  stores?: string[],
  version?: string,
): Promise<[OpenMSupplySite, OlderApi]> {
  const site = await programme.v6Site(code, stores, version === undefined ? {} : { version });
  site.database.knowsStores = true;
  return [site, new OlderApi(site)];
}

/** Items are central data: staff enter them. */
let said = 0;
async function say(kind: string, entityId: string, patch: Record<string, unknown>): Promise<void> {
  said += 1;
  const by = { deviceId: 'tool', userId: 'amina' };
  const change = {
    id: randomUUID(),
    hlc: `${Date.now() + said}-0000-tool`,
    ...by,
    n: said,
    kind,
    entityId,
    patch,
  };
  expect(await programme.central.sync.author('config', [change], by)).toMatchObject({ ok: true });
}

it.each(versions.map(({ name }) => name))(
  'a site of %s gets stores, what switches the cold chain on, items and units, then its equipment; the second time nothing',
  async (version) => {
    await programme.makeSite('lake');
    await say('item.create', 'item-1', { code: 'BCG', name: 'BCG vaccine', unit: 'dose' });
    await say('packVariant.create', 'pack-1', {
      itemId: 'item-1',
      shortName: 'Vial',
      longName: 'Vial of 20',
      packSize: 20,
      isActive: true,
    });
    const [site, older] = await siteAlone('hill', ['hill-store', 'hill-ward'], version);
    await older.cycle();
    await site.pull();
    const count = (table: string) =>
      [...older.records.keys()].filter((key) => key.startsWith(`${table}/`)).length;
    expect([count('name'), count('store'), count('pref')]).toEqual([3, 3, 3]);
    const unit = older.records.get('item/item-1')?.['unit_ID'];
    expect(older.records.get(`unit/${String(unit)}`)).toMatchObject({ units: 'dose' });
    const { body } = await site.whoAmI();
    expect(older.records.get('store/hill-ward')).toMatchObject({ sync_id_remote_site: body['siteId'] });
    expect(older.records.get('store/lake-store')).toMatchObject({ sync_id_remote_site: 0 });
    // the last five are what early versions cannot do without, by their published source
    expect(older.records.get('pref/hill-store_pref')).toMatchObject({
      data: {
        usesVaccineModule: true,
        omSupplyUsesProgramModule: false,
        default_item_packsize_to_one: false,
        shouldAuthoriseResponseRequisition: false,
        includeRequisitionsInSuppliersRemoteAuthorisationProcesses: false,
        can_issue_in_foreign_currency: false,
      },
    });
    const packs = version.startsWith('2.0') || version.startsWith('2.3') ? 'pack_variant' : 'item_variant';
    expect(site.of(packs, 'pack-1')).toMatchObject({ id: 'pack-1' });
    const before = older.cursor;
    await older.cycle();
    expect(await site.pull()).toEqual([]);
    expect(older.cursor).toBe(before);
    const asset = someAsset(randomUUID(), { store_id: 'hill-ward' });
    site.write('asset', asset);
    await older.cycle();
    expect(await site.pull()).toEqual([]);
    expect(await programme.asset(asset.id)).toMatchObject({ storeId: 'hill-ward' });
  },
  120_000,
);

it('is told of nothing that names a store or an item that it does not have yet', async () => {
  const [site, older] = await siteAlone('hill');
  await older.cycle();
  await site.pull();
  await older.cycle();
  // after the stores and items of this cycle, before its records
  const { items } = await programme.staff<{ items: { id: string }[] }>('GET', '/api/sites');
  const id = items[0]?.id ?? '';
  await programme.staff('PATCH', `/api/sites/${id}`, {
    addStores: [{ id: 'ward', code: 'W', name: 'Ward' }],
  });
  await say('item.create', 'item-1', { code: 'BCG', name: 'BCG vaccine', unit: '' });
  const pack = { itemId: 'item-1', shortName: 'V', longName: 'Vial', packSize: 1, isActive: true };
  await say('packVariant.create', 'pack-1', pack);
  const phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'ward');
  const assetId = randomUUID();
  await phone.say('asset.create', assetId, { storeId: 'ward', assetNumber: 'W-1' });
  expect(await site.pull()).toEqual([]);
  await older.cycle();
  await site.pull();
  expect(site.of('asset', assetId)).toMatchObject({ store_id: 'ward' });
  expect(site.of('item_variant', 'pack-1')).toMatchObject({ item_link_id: 'item-1' });
}, 60_000);

it('hears of a store that moves to another site, as both sites do', async () => {
  const [hill, older] = await siteAlone('hill', ['hill-store', 'ward']);
  const [valley, olderValley] = await siteAlone('valley');
  for (const [site, one] of [
    [hill, older],
    [valley, olderValley],
  ] as const) {
    await one.cycle();
    await site.pull();
  }
  const asset = someAsset(randomUUID(), { store_id: 'ward' });
  hill.write('asset', asset);
  await older.cycle();
  await hill.pull();
  const { items } = await programme.staff<{ items: { id: string; code: string }[] }>('GET', '/api/sites');
  const siteId = items.find(({ code }) => code === 'valley')?.id;
  expect(await programme.staff('POST', '/api/stores/ward/move', { siteId })).toMatchObject({
    to: { code: 'valley' },
  });
  await olderValley.cycle();
  await valley.pull();
  const number = (await valley.whoAmI()).body['siteId'];
  expect(olderValley.records.get('store/ward')).toMatchObject({ sync_id_remote_site: number });
  expect(valley.of('asset', asset.id)).toMatchObject({ store_id: 'ward' });
  await older.cycle();
  expect(older.records.get('store/ward')).toMatchObject({ sync_id_remote_site: number });
}, 60_000);

it('gives a site that is initialised again what it had pushed by the older API, and only then', async () => {
  const [site, older] = await siteAlone('hill');
  await older.cycle();
  await site.pull();
  for (const n of [1, 2, 3]) older.write('location', `location ${n}`, { ID: `location ${n}`, code: `L${n}` });
  await older.cycle();
  older.write('location', 'location 2', { ID: 'location 2', code: 'moved' });
  older.write('location', 'location 3', {}, 'delete');
  await older.cycle();
  expect(older.returned).toEqual([]);
  const asset = someAsset(randomUUID());
  const place = { id: randomUUID(), asset_id: asset.id, location_id: 'location 1' };
  site.database.add('location', 'location 1');
  site.write('asset', asset);
  site.write('asset_internal_location', place);
  await older.cycle();
  await site.pull();
  const wiped = site.wiped();
  wiped.database.knowsStores = true;
  const again = new OlderApi(wiped);
  await again.cycle();
  expect(again.returned.map(({ recordId, recordData }) => [recordId, recordData['code']])).toEqual([
    ['location 1', 'L1'],
    ['location 2', 'moved'],
  ]);
  await wiped.pull();
  expect(wiped.of('asset_internal_location', place.id)).toEqual(place);
  await again.cycle();
  expect(again.returned).toHaveLength(2);
}, 60_000);

it('takes what a site pushes by the older API but for a record that cannot be read, which is kept and holds up nothing', async () => {
  const [site, older] = await siteAlone('hill');
  const good = { tableName: 'location', recordId: 'here', action: 'insert', recordData: { ID: 'here' } };
  const odd = [
    { ...good, recordId: 'x'.repeat(300) },
    { ...good, recordId: 'a\0b' },
    { ...good, recordId: 7 },
    { ...good, recordId: 'deep', recordData: 'DEEP' },
    { tableName: 'location', recordId: 'here', recordData: {} },
    { recordId: 'no table', action: 'insert', recordData: {} },
    'no record at all',
  ];
  const body = JSON.stringify({ queueLength: 8, data: [...odd, good] });
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  const url = `${site.origin}/sync/v5/queued_records`;
  const request = { method: 'POST', headers: site.headers, body: body.replace('"DEEP"', deep) };
  const push = async () => {
    const answer = await fetch(url, request);
    return [answer.status, await answer.json()];
  };
  expect([await push(), await push()]).toEqual([
    [200, { integrationStarted: true }],
    [200, { integrationStarted: true }],
  ]);
  await older.cycle();
  await site.pull();
  expect(older.returned).toMatchObject([{ recordId: 'here', recordData: { ID: 'here' } }]);
  const { id } = await siteCoded(programme, 'hill');
  const memory = await programme.central.database.v6?.memory.ofSite(id, { limit: 20 });
  expect(memory?.items.map(({ table }) => table).sort()).toEqual([
    ...Array.from({ length: 5 }, () => 'location'),
    'unknown',
    'unknown',
  ]);
  expect(JSON.stringify(memory)).toContain('no record at all');
}, 60_000);

it('begins anew with a site that has the cursor of another server', async () => {
  const [site, older] = await siteAlone('hill');
  older.cursor = 100_000;
  await older.cycle();
  await site.pull();
  expect(older.records.has('store/hill-store')).toBe(true);
  expect(older.cursor).toBeLessThan(100);
}, 60_000);

describe('who may sign in', () => {
  const people = async (code: string): Promise<string> => {
    const { items } = await programme.staff<{ items: { id: string; code: string }[] }>('GET', '/api/sites');
    return `/api/sites/${items.find((site) => site.code === code)?.id}/people`;
  };
  const ada = {
    username: 'ada',
    displayName: 'Ada Lovelace',
    password: 'a long password',
    rights: ['status'],
  };
  interface SignedIn {
    userInfo: { user: Record<string, unknown>; userStores: { store_ID: string; permissions: boolean[] }[] };
  }
  const placesOf = ({ permissions }: { permissions: boolean[] }): number[] =>
    permissions.flatMap((held, index) => (held ? [index + 1] : []));

  it('is said by staff on the page of the site, with their rights and stores', async () => {
    const [, older] = await siteAlone('hill', ['hill-store', 'ward']);
    const path = await people('hill');
    const made = await programme.staff<{ id: string }>('POST', path, ada);
    expect(made).toEqual({ id: made.id, username: 'ada', displayName: 'Ada Lovelace', rights: ['status'] });
    expect(made.id).toMatch(/^Ada Lovelace@/);
    const { status, body } = await older.signIn('Ada', 'a long password');
    expect(status).toBe(200);
    const { user, userStores } = (body as SignedIn).userInfo;
    expect(user).toMatchObject({
      ID: made.id,
      name: 'ada',
      first_name: 'Ada',
      last_name: 'Lovelace',
      active: true,
    });
    expect(userStores.map((store) => store.store_ID)).toEqual(['hill-store', 'ward']);
    for (const store of userStores) {
      expect(store.permissions).toHaveLength(250);
      expect(placesOf(store)).toEqual([99, 178]);
    }
    const change = {
      rights: ['edit', 'set-up', 'admin', 'scan-only'],
      storeIds: ['ward'],
      password: 'another long one',
    };
    await programme.staff('PATCH', `${path}/${encodeURIComponent(made.id)}`, change);
    expect((await older.signIn('ada', 'a long password')).status).toBe(401);
    const again = (await older.signIn('ada', 'another long one')).body as SignedIn;
    expect(again.userInfo.userStores.map((store) => [store.store_ID, placesOf(store)])).toEqual([
      ['ward', [99, 135, 136, 157, 203]],
    ]);
    await programme.staff('PATCH', `${path}/${encodeURIComponent(made.id)}`, { disabled: true });
    expect((await older.signIn('ada', 'another long one')).status).toBe(401);
    expect(await programme.staff('GET', path)).toMatchObject({
      items: [{ username: 'ada', storeIds: ['ward'] }],
    });
  });

  it('has a name of their own in the whole programme, a long password, and stores of their site', async () => {
    await programme.makeSite('lake');
    await programme.makeSite('hill');
    await programme.staff('POST', await people('hill'), ada);
    const refused = async (body: object) => await programme.staff('POST', await people('lake'), body);
    expect(await refused({ ...ada, username: 'ADA' })).toMatchObject({ error: { code: 'already-exists' } });
    expect(await refused({ ...ada, username: 'b', password: 'short' })).toMatchObject({
      error: { code: 'password-too-short' },
    });
    expect(await refused({ ...ada, username: 'b', storeIds: ['hill-store'] })).toMatchObject({
      error: { code: 'bad-request' },
    });
  });

  it('waits after too many wrong passwords, and is told how long', async () => {
    const [, older] = await siteAlone('hill');
    await programme.staff('POST', await people('hill'), ada);
    let last = { status: 401, body: {} as unknown };
    for (let tries = 0; tries < 11; tries++) last = await older.signIn('ada', 'wrong');
    expect(last).toMatchObject({
      status: 403,
      body: { status: 'user_login_timeout', timeoutRemaining: expect.any(Number) },
    });
    expect((await older.signIn('ada', 'a long password')).status).toBe(403);
  }, 60_000);
});

it('keeps nothing of a stranger, and takes no records by the older API without the password of a site', async () => {
  const [site] = await siteAlone('hill');
  const headers = { ...site.headers, authorization: `Basic ${Buffer.from('hill:wrong').toString('base64')}` };
  for (const [method, call] of [
    ['POST', 'initialise'],
    ['POST', 'queued_records'],
    ['GET', 'central_records?cursor=0&limit=1'],
    ['GET', 'queued_records?limit=1'],
  ] as const) {
    const answer = await fetch(`${programme.origin}/sync/v5/${call}`, { method, headers });
    expect([answer.status, await answer.json()]).toMatchObject([
      401,
      { error: { code: 'site_incorrect_password' } },
    ]);
  }
});

it('has no patients for a store that looks for one of another', async () => {
  const [site] = await siteAlone('hill');
  const address = `${programme.origin}/api/v4`;
  const found = await fetch(`${address}/patient?limit=10&last_name=L`, { headers: site.headers });
  expect([found.status, await found.json()]).toEqual([200, []]);
  const joined = await fetch(`${address}/name_store_join`, {
    method: 'POST',
    headers: { ...site.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name_ID: 'a patient', store_ID: 'hill-store' }),
  });
  expect([joined.status, await joined.text()]).toEqual([501, expect.stringContaining('keeps no patients')]);
  expect((await fetch(`${address}/patient`)).status).toBe(401);
});

it('leaves all of that to mSupply central where there is one', async () => {
  const mSupply = await MSupplyCentral.start();
  mSupply.knows('hill', 'pass');
  const beside = await Programme.start({ msupplyCentralUrl: mSupply.url });
  const { status } = await fetch(`${beside.origin}/sync/v5/initialise`, { method: 'POST' });
  expect(status).toBe(501);
  const answer = await fetch(`${beside.origin}/api/v4/login`, { method: 'POST', body: '{}' });
  expect([answer.status, await answer.json()]).toMatchObject([
    501,
    { error: { message: expect.stringContaining('Give the site the address of that one') } },
  ]);
  await beside.end();
  await mSupply.close();
});
