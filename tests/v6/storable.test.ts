/**
 * Records that a site could not store: its program would drop them without a word, and all that names them. They are kept back, or sent
 * without what it lacks, and come when it can have them; staff hear of each on the page of the site.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded, type Phone } from './device';
import type { OpenMSupplySite } from './open-msupply-site';
import { someAsset, someFile, someLog } from './records';
import { OlderApi } from './site/older-api';
import { versions } from './site/versions';

let programme: Programme;
let said = 0;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

async function say(kind: string, entityId: string, patch: Record<string, unknown>): Promise<void> {
  said += 1;
  const by = { deviceId: 'tool', userId: 'amina' };
  const hlc = `${Date.now() + said}-0000-tool`;
  const change = { id: randomUUID(), hlc, ...by, n: said, kind, entityId, patch };
  expect(await programme.central.sync.author('config', [change], by)).toMatchObject({ ok: true });
}

/** What the page of a site says that it cannot hold: `<entity> <id> <why>`. */
async function notThere(code = 'hill'): Promise<string[]> {
  const { id } = await siteCoded(programme, code);
  const { items } = await programme.staff<{ items: { entity: string; id: string; why: string }[] }>(
    'GET',
    `/api/sites/${id}/v6/not-there`,
  );
  return items.map(({ entity, id: of, why }) => `${entity} ${of} ${why}`).sort();
}

const aPhone = async (): Promise<Phone> =>
  phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');

async function siteAlone(code: string, version = '2.19.0'): Promise<[OpenMSupplySite, OlderApi]> {
  const site = await programme.v6Site(code, undefined, { version, donors: [] });
  site.database.knowsStores = true;
  return [site, new OlderApi(site)];
}

const born = {
  classId: 'fad280b6-8384-41af-84cf-c7b6b4526ef0',
  categoryId: '02cbea92-d5bf-4832-863b-c04e093a7760',
  typeId: '4d7302b8-e47b-42fd-ac5e-4645376aa349',
};
const model = { subCatalogue: 'General', code: 'X-1', model: 'X', ...born };
const [first, second] = ['0190a7d2-6c1e-7b3a-9f10-000000000001', '0190b7d2-6c1e-7b3a-9f10-000000000002'];
const removed = { deletedAt: '2026-01-01T00:00:00.000Z' };
const pack = { shortName: 'V', longName: 'Vial', packSize: 1, isActive: true };

it('a status that comes before its equipment is kept back, and comes with it', async () => {
  const site = await programme.v6Site('hill');
  const phone = await aPhone();
  const assetId = randomUUID();
  const status = { assetId, type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING' };
  await phone.say('assetLog.add', 'log-1', { ...status, loggedAt: new Date().toISOString() });
  await site.cycle();
  expect(await notThere()).toEqual(['assetLog log-1 no-asset']);
  await phone.say('asset.create', assetId, { storeId: 'hill-store', assetNumber: 'L-1' });
  await site.cycle();
  expect(site.of('asset_log', 'log-1')).toMatchObject({ asset_id: assetId });
  expect(await notThere()).toEqual([]);
  expect(await site.cycle()).toEqual([]);
}, 60_000);

it.each(versions.map(({ name }) => name))(
  'a site of %s is sent no central data without their place, and equipment without these',
  async (version) => {
    const site = await programme.v6Site('hill', undefined, { version });
    await say('catalogueItem.create', 'lost-model', { ...model, categoryId: 'nobody' });
    await say('assetCategory.create', 'lost-category', { name: 'Lost', classId: 'nobody' });
    await say('assetType.create', 'lost-type', { name: 'Lost', categoryId: 'lost-category' });
    await say('assetProperty.create', 'lost-property', {
      ...{ key: 'lost', name: 'Lost', valueType: 'STRING', categoryId: 'lost-category' },
    });
    await site.cycle();
    const phone = await aPhone();
    const assetId = randomUUID();
    await phone.say('asset.create', assetId, {
      ...{ storeId: 'hill-store', assetNumber: 'L-1', classId: born.classId },
      ...{ catalogueItemId: 'lost-model', categoryId: 'lost-category', typeId: 'lost-type' },
    });
    await site.cycle();
    expect(site.of('asset', assetId)).toMatchObject({
      catalogue_item_id: null,
      asset_class_id: born.classId,
    });
    expect(await notThere()).toEqual([
      `asset ${assetId} no-central-data`,
      'assetCategory lost-category no-place',
      'assetProperty lost-property no-place',
      'assetType lost-type no-place',
      'catalogueItem lost-model no-place',
    ]);
    await say('assetCategory.edit', 'lost-category', { classId: born.classId });
    await say('catalogueItem.edit', 'lost-model', { categoryId: born.categoryId });
    await site.cycle();
    expect(site.of('asset', assetId)).toMatchObject({
      ...{ catalogue_item_id: 'lost-model', asset_category_id: 'lost-category', asset_type_id: 'lost-type' },
    });
    expect(site.of('asset_property', 'lost-property')).toMatchObject({ asset_category_id: 'lost-category' });
    expect(await notThere()).toEqual([]);
    expect(await site.cycle()).toEqual([]);
  },
  60_000,
);

it.each(['2.0.3', '2.3.5', '2.6.5', '2.19.0'])(
  'a site of %s gets every status, also one that is beyond it or names a reason that is',
  async (version) => {
    const site = await programme.v6Site('hill', undefined, { version });
    const reason = { functionalStatus: 'UNSERVICEABLE', reason: 'Worn out', commentsRequired: false };
    await say('statusReason.create', 'worn', reason);
    await site.cycle();
    const phone = await aPhone();
    const assetId = randomUUID();
    await phone.say('asset.create', assetId, { storeId: 'hill-store', assetNumber: 'L-1' });
    const loggedAt = new Date().toISOString();
    const status = { assetId, type: 'STATUS_UPDATE', reasonId: 'worn', loggedAt };
    await phone.say('assetLog.add', 'odd', { ...status, functionalStatus: 'NOT_FUNCTIONING' });
    await phone.say('assetLog.add', 'worn-out', { ...status, functionalStatus: 'UNSERVICEABLE' });
    await site.cycle();
    expect(site.all('asset_log')).toHaveLength(2);
    const isOld = version.startsWith('2.0') || version.startsWith('2.3');
    const told = await notThere();
    expect(told.filter((line) => !line.startsWith('statusReason'))).toEqual(
      isOld ? ['assetLog odd no-reason', 'assetLog worn-out old-status'] : [],
    );
    expect(told.includes('statusReason worn old-reason')).toBe(isOld);
  },
  60_000,
);

it('every model has a code of its own at sites, however many have one', async () => {
  const site = await programme.v6Site('hill');
  const ids = [1, 2, 3, 4, 5, 6].map((n) => `0190b7d2-6c1e-7b3a-9f10-00000000000${n}`);
  const others = [{}, { subCatalogue: 'Own' }, { subCatalogue: 'Own' }, {}, {}, { code: 'X-1 (Own)' }];
  for (const [index, id] of ids.entries())
    await say('catalogueItem.create', id, { ...model, ...others[index] });
  await site.cycle();
  expect(new Set(ids.map((id) => site.of('asset_catalogue_item', id)['code'])).size).toBe(6);
}, 60_000);

it('a code or name that another gave up or takes over goes out with a mark, and staff are told', async () => {
  const site = await programme.v6Site('hill');
  await say('catalogueItem.create', first, model);
  await say('catalogueItem.create', second, { ...model, code: 'X-2' });
  await say('assetCategory.create', 'first', { name: 'Vans', classId: born.classId });
  await site.cycle();
  await say('catalogueItem.edit', first, { code: 'X-2' });
  await say('catalogueItem.edit', second, { code: 'X-1' });
  await say('assetCategory.edit', 'first', { name: 'Lorries' });
  await say('assetCategory.create', 'second', { name: 'Vans', classId: born.classId });
  await say('assetCategory.edit', 'first', { name: 'Trucks' });
  await say('assetCategory.edit', born.categoryId, { name: 'Freezers of ours' });
  await site.cycle();
  expect(site.of('asset_catalogue_item', first)).toMatchObject({ code: 'X-2 (0190a7d2)' });
  expect(site.of('asset_catalogue_item', second)).toMatchObject({ code: 'X-1 (0190b7d2)' });
  expect(site.of('asset_category', 'first')).toMatchObject({ name: 'Trucks' });
  expect(site.of('asset_category', 'second')).toMatchObject({ name: 'Vans (second)' });
  expect(site.of('asset_category', born.categoryId)).toMatchObject({ name: 'Freezers of ours' });
  const { items } = await programme.staff<{ items: unknown[] }>('GET', '/api/v6-sites/central-data');
  expect(items).toContainEqual({
    ...{ entity: 'assetCategory', id: 'second', siteId: 'second', name: 'Vans' },
    ...{ why: 'name', code: 'Vans (second)' },
  });
  expect(await site.cycle()).toEqual([]);
}, 60_000);

it.each(['2.0.3', '2.3.5', '2.19.0'])(
  'a site of %s is sent no pack without its item, and gets it when the item is there',
  async (version) => {
    await say('item.create', 'gone', { code: 'BCG', name: 'BCG vaccine', unit: 'dose' });
    await say('item.remove', 'gone', removed);
    await say('packVariant.create', 'pack-gone', { ...pack, itemId: 'gone' });
    await say('packVariant.create', 'pack-early', { ...pack, itemId: 'late' });
    await say('item.create', 'item', { code: 'OPV', name: 'OPV', unit: '' });
    await say('packVariant.create', 'pack-huge', { ...pack, itemId: 'item', packSize: 2 ** 40 });
    await say('packVariant.create', 'pack-bare', { itemId: 'item', packSize: 2 });
    const [site, older] = await siteAlone('hill', version);
    await older.cycle();
    await site.pull();
    const tooLarge = version === '2.0.3' ? ['packVariant pack-huge part-pack'] : [];
    expect(await notThere()).toEqual([
      ...['packVariant pack-early no-item', 'packVariant pack-gone no-item'],
      ...tooLarge,
    ]);
    await say('item.create', 'late', { code: 'MMR', name: 'MMR', unit: '' });
    await older.cycle();
    await site.pull();
    const table = site.all('pack_variant').length > 0 ? 'pack_variant' : 'item_variant';
    expect(site.of(table, 'pack-early')).toMatchObject({ id: 'pack-early' });
    await older.cycle();
    expect(await site.pull()).toEqual([]);
  },
  60_000,
);

it('a donor goes only to sites that know the name', async () => {
  const [hill, olderHill] = await siteAlone('hill');
  const [valley, olderValley] = await siteAlone('valley');
  for (const [site, older] of [
    [hill, olderHill],
    [valley, olderValley],
  ] as const) {
    await older.cycle();
    await site.pull();
  }
  const [known, moved] = [someAsset(randomUUID()), someAsset(randomUUID())];
  hill.database.add('name_link', 'donor 1');
  for (const asset of [known, moved]) hill.write('asset', asset);
  hill.write('asset_log', someLog(moved.id, 'FUNCTIONING'));
  await hill.cycle();
  await programme.staff('POST', `/api/assets/${moved.id}/move`, { storeId: 'valley-store' });
  await programme.staff('POST', `/api/assets/${known.id}/move`, { storeId: 'valley-store' });
  await programme.staff('POST', `/api/assets/${known.id}/move`, { storeId: 'hill-store' });
  await olderValley.cycle();
  await valley.pull();
  expect(valley.of('asset', moved.id)).toMatchObject({ donor_name_id: null });
  expect(valley.all('asset_log')).toHaveLength(1);
  expect(await notThere('valley')).toEqual([`asset ${moved.id} no-donor`]);
  // the site that named the donor keeps it, and central too
  await olderHill.cycle();
  hill.mayGetAgain = true;
  await hill.pull();
  expect(hill.of('asset', known.id)).toMatchObject({ donor_name_id: 'donor 1' });
  expect(await programme.asset(moved.id)).toMatchObject({ v6Fields: { donor_name_id: 'donor 1' } });
}, 60_000);

it('nothing that comes only after the stores and items of a cycle is named by what goes in it', async () => {
  const [site, older] = await siteAlone('hill');
  await older.cycle();
  await site.pull();
  const phone = await aPhone();
  await say('catalogueItem.create', first, model);
  const [assetId, plain] = [randomUUID(), randomUUID()];
  await phone.say('asset.create', plain, { storeId: 'hill-store', assetNumber: 'L-0' });
  await phone.say('asset.create', assetId, {
    ...{ storeId: 'hill-store', assetNumber: 'L-1', catalogueItemId: first },
  });
  const status = { assetId: plain, type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING' };
  await phone.say('assetLog.add', 'log-1', { ...status, loggedAt: new Date().toISOString() });
  await older.cycle();
  // edited after the stores of this cycle, before its records: both stand later in the log now
  await say('catalogueItem.edit', first, { manufacturer: 'Somebody' });
  await phone.say('asset.edit', plain, { notes: 'edited' });
  await site.pull();
  await older.cycle();
  await site.pull();
  expect(site.of('asset', assetId)).toMatchObject({ catalogue_item_id: first });
  expect(site.of('asset_log', 'log-1')).toMatchObject({ asset_id: plain });
  await older.cycle();
  expect(await site.pull()).toEqual([]);
}, 60_000);

it('a file that is still on a device is told of, and its equipment by its number', async () => {
  await programme.v6Site('hill');
  const phone = await aPhone();
  const assetId = randomUUID();
  await phone.say('asset.create', assetId, { storeId: 'hill-store', assetNumber: 'L-1' });
  const file = { ...someFile(assetId, 5), sha256: 'a'.repeat(64) };
  await phone.say('file.attach', file.id, {
    ...{ ownerTable: 'asset', ownerId: assetId, fileName: 'plate.jpg', mimeType: 'image/jpeg' },
    ...{ totalBytes: 5, sha256: file.sha256, createdAt: new Date().toISOString() },
  });
  const { id } = await siteCoded(programme, 'hill');
  expect(await programme.staff('GET', `/api/sites/${id}/v6/not-there`)).toEqual({
    items: [{ entity: 'file', id: file.id, name: 'plate.jpg', why: 'no-bytes', assetId }],
  });
}, 60_000);

it('beside mSupply central a store that it cannot know is told of', async () => {
  await programme.end();
  programme = await Programme.start({ msupplyCentralUrl: 'http://127.0.0.1:9' });
  const known = '24E0B2A4B9A94F5C9F6C0A2D7B3C1E55';
  await programme.v6Site('hill', ['ward', known]);
  expect(await notThere()).toEqual(['store ward no-store']);
});

it('no text goes out that PostgreSQL, in which some sites keep their records, cannot hold', async () => {
  const site = await programme.v6Site('hill');
  const phone = await aPhone();
  const assetId = randomUUID();
  await phone.say('asset.create', assetId, {
    storeId: 'hill-store',
    assetNumber: 'L-\u00001',
    notes: 'a\u0000b',
  });
  await site.cycle();
  expect(site.of('asset', assetId)).toMatchObject({ asset_number: 'L-1', notes: 'ab' });
}, 60_000);
