/** Central data that are known by the same: a site can hold one row of a name, and cannot take one away. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Programme } from './central';
import { someAsset } from './records';

let programme: Programme;
let said = 0;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
});
afterEach(() => programme.end());

async function say(kind: string, entityId: string, patch: Record<string, unknown>): Promise<void> {
  said += 1;
  const by = { deviceId: 'tool', userId: 'amina' };
  const hlc = `${Date.now() + said}-0000-tool`;
  const change = { id: randomUUID(), hlc, ...by, n: said, kind, entityId, patch };
  expect(await programme.central.sync.author('config', [change], by)).toMatchObject({ ok: true });
}

const born = 'fad280b6-8384-41af-84cf-c7b6b4526ef0';
const removed = { deletedAt: '2026-01-01T00:00:00.000Z' };
/** ids as they are made: the later one sorts after the earlier */
const [older, newer] = ['0190a7d2-6c1e-7b3a-9f10-000000000001', '0190b7d2-6c1e-7b3a-9f10-000000000002'];

it('a name that a retired one had is the same row at sites, and their equipment comes in as that in use', async () => {
  const site = await programme.v6Site('hill');
  await say('assetCategory.create', older, { name: 'Vehicles', classId: born });
  await site.cycle();
  expect(site.of('asset_category', older)).toMatchObject({ name: 'Vehicles' });
  await say('assetCategory.remove', older, removed);
  await say('assetCategory.create', newer, { name: 'Vehicles', classId: born });
  // another record of ours, which is the row that the site has
  site.mayGetAgain = true;
  await site.cycle();
  site.mayGetAgain = false;
  expect(site.all('asset_category').map(({ id }) => id)).not.toContain(newer);
  const asset = someAsset(randomUUID(), { asset_class_id: born, asset_category_id: older });
  site.write('asset', asset);
  await site.cycle();
  expect(await programme.asset(asset.id)).toMatchObject({ categoryId: newer });
  expect(await site.cycle()).toEqual([]);
  // brought back, and the other one retired: the site still has the one row
  await say('assetCategory.remove', newer, removed);
  await say('assetCategory.edit', older, { deletedAt: null });
  site.mayGetAgain = true;
  await site.cycle();
  expect(site.of('asset_category', older)).toMatchObject({ name: 'Vehicles' });
});

it('a code that a retired model had goes out with a mark of its own', async () => {
  const site = await programme.v6Site('hill');
  const place = {
    classId: born,
    categoryId: '02cbea92-d5bf-4832-863b-c04e093a7760',
    typeId: '4d7302b8-e47b-42fd-ac5e-4645376aa349',
  };
  const model = { subCatalogue: 'General', code: 'X-1', model: 'X', ...place };
  await say('catalogueItem.create', older, model);
  await site.cycle();
  await say('catalogueItem.remove', older, removed);
  await say('catalogueItem.create', newer, { ...model, model: 'X new' });
  await site.cycle();
  expect(site.of('asset_catalogue_item', older)).toMatchObject({ code: 'X-1' });
  expect(site.of('asset_catalogue_item', newer)).toMatchObject({ code: 'X-1 (0190b7d2)', model: 'X new' });
});

const told = async () =>
  (await programme.staff<{ items: Record<string, unknown>[] }>('GET', '/api/v6-sites/central-data')).items;

it('staff are told which records are others at sites, once there is a site', async () => {
  await say('assetCategory.create', older, { name: 'Vehicles', classId: born });
  await say('assetCategory.remove', older, removed);
  await say('assetCategory.create', newer, { name: 'Vehicles', classId: born });
  const reason = { functionalStatus: 'NOT_FUNCTIONING', reason: 'Lack of power', commentsRequired: false };
  await say('statusReason.create', 'own-reason', reason);
  expect(await told()).toEqual([]);
  await programme.v6Site('hill');
  expect(await told()).toEqual([
    { entity: 'assetCategory', id: newer, name: 'Vehicles', why: 'another', siteId: older },
    {
      ...{ entity: 'statusReason', id: 'own-reason', name: 'Lack of power', why: 'born' },
      siteId: '290ed6c8-20ef-469d-bf6c-dd944ae24e8f',
    },
  ]);
}, 60_000);

it('beside mSupply central they are told of pack variants whose item it does not know', async () => {
  await programme.end();
  programme = await Programme.start({ msupplyCentralUrl: 'http://127.0.0.1:9' });
  await programme.v6Site('hill');
  const pack = { shortName: 'Vial', packSize: 10, isActive: true };
  const known = '24E0B2A4B9A94F5C9F6C0A2D7B3C1E55';
  for (const item of ['ours', known]) {
    await say('item.create', item, { code: item, name: item, unit: 'dose' });
    await say('packVariant.create', `pack of ${item}`, { ...pack, itemId: item, longName: `of ${item}` });
  }
  expect(await told()).toEqual([
    { entity: 'packVariant', id: 'pack of ours', name: 'of ours', why: 'no-item', siteId: 'pack of ours' },
  ]);
}, 60_000);
