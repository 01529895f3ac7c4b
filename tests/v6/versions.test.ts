/** Every version of a site through one walk, and the memory of a site. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded } from './device';
import { someAsset, someFile, someLog } from './records';
import { isFrom, versions } from './site/versions';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

const born = {
  asset_class_id: 'fad280b6-8384-41af-84cf-c7b6b4526ef0',
  asset_category_id: '02cbea92-d5bf-4832-863b-c04e093a7760',
  asset_type_id: '4d7302b8-e47b-42fd-ac5e-4645376aa349',
  catalogue_item_id: '9d77cc99-6098-438a-8242-0bb55a450b49',
};

it.each(versions.map(({ name }) => name))(
  'a site of %s: initialises, is silent, and its equipment comes and goes whole',
  async (version) => {
    const site = await programme.v6Site('hill', undefined, { version });
    await site.cycle();
    expect(await site.cycle()).toEqual([]);
    const asset = someAsset(randomUUID(), born);
    const type = isFrom(18, version) ? 'STATUS_UPDATE' : null;
    const log = someLog(asset.id, 'NOT_FUNCTIONING', { type });
    const photo = Buffer.from('a photo');
    const file = someFile(asset.id, photo.length);
    site.write('asset', asset);
    site.write('asset_log', log);
    site.write('sync_file_reference', file);
    expect(await site.cycle()).toEqual([]);
    expect(await site.upload(file.id, photo)).toEqual({ data: null });
    await site.untilIntegrated();
    expect(await programme.asset(asset.id)).toMatchObject({ functionalStatus: 'NOT_FUNCTIONING' });
    expect((await programme.kept()).total).toBe(0);
    // a phone of ours in the same store
    const phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');
    await phone.say('asset.edit', asset.id, { notes: 'seen' });
    await phone.say('assetLog.add', randomUUID(), {
      assetId: asset.id,
      type: 'STATUS_UPDATE',
      functionalStatus: 'UNSERVICEABLE',
    });
    const by = { deviceId: 'desk', userId: 'staff' };
    const hlc = `${String(Date.now() + 60_000)}-0000-desk`;
    const edit = { id: randomUUID(), hlc, ...by, n: 1, kind: 'asset.edit', entityId: asset.id };
    const document = `store/hill-store/${new Date().getUTCFullYear()}`;
    const patch = { serialNumber: 'by staff' };
    expect(await programme.central.sync.author(document, [{ ...edit, patch }], by)).toMatchObject({
      ok: true,
    });
    expect(await site.cycle()).toHaveLength(2);
    expect(await site.cycle()).toEqual([]);
    expect(site.of('asset', asset.id)).toMatchObject({ ...born, notes: 'seen', serial_number: 'by staff' });
    // to a site of another version, with all it has
    const other = await programme.v6Site('valley', undefined, {
      version: version === '2.19.0' ? '2.6.5' : '2.19.0',
    });
    await other.cycle();
    await programme.staff('POST', `/api/assets/${asset.id}/move`, { storeId: 'valley-store' });
    await other.cycle();
    expect(other.of('asset', asset.id)).toMatchObject({ ...born, store_id: 'valley-store' });
    expect(other.all('asset_log')).toHaveLength(2);
    const answer = await other.download(other.of('sync_file_reference', file.id));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(photo);
    const wiped = other.wiped();
    await wiped.pull();
    expect([...wiped.records.keys()].sort()).toEqual([...other.records.keys()].sort());
  },
  120_000,
);

describe('the memory of a site', () => {
  it('is kept unread, given back to that site alone while it initialises, and is no problem', async () => {
    const site = await programme.v6Site('hill');
    await site.cycle();
    const asset = someAsset(randomUUID());
    const place = { id: randomUUID(), asset_id: asset.id, location_id: 'location 1' };
    const gone = { id: randomUUID(), asset_id: asset.id, location_id: 'location 2' };
    const shot = { id: randomUUID(), patient: 'somebody', doses: [1, { late: null }] };
    const order = someFile('order 1', 5, { table_name: 'purchase_order', file_name: 'order.pdf' });
    site.write('asset', asset);
    for (const one of [place, gone]) site.write('asset_internal_location', one);
    site.write('vaccination', shot);
    site.write('sync_file_reference', order);
    site.erase('asset_internal_location', gone.id);
    expect(await site.cycle()).toEqual([]);
    expect(await site.upload(order.id, Buffer.from('order'))).toEqual({ data: null });
    expect(await programme.kept()).toEqual({ items: [], total: 0 });
    const wiped = site.wiped();
    await wiped.pull();
    expect(wiped.of('vaccination', shot.id)).toEqual(shot);
    expect(wiped.of('asset_internal_location', place.id)).toEqual(place);
    expect(wiped.all('asset_internal_location')).toHaveLength(1);
    expect(await (await wiped.download(order)).text()).toBe('order');
    expect(await wiped.pull()).toEqual([]);
    const stranger = await programme.v6Site('valley');
    await stranger.pull();
    expect(stranger.all('vaccination')).toEqual([]);
    expect((await stranger.download(order)).status).toBe(404);
  }, 60_000);

  it('holds the latest of the log of its program, not all of it', async () => {
    const site = await programme.v6Site('hill');
    await site.cycle();
    for (let count = 0; count < 520; count++)
      site.write('system_log', { id: `log ${count}`, message: 'started' });
    await site.cycle();
    const wiped = site.wiped();
    await wiped.pull();
    expect(wiped.all('system_log')).toHaveLength(500);
    expect(wiped.records.has('system_log/log 519')).toBe(true);
  }, 60_000);
});

it('a status that is voided is told where people at the site read, once', async () => {
  const site = await programme.v6Site('hill');
  await site.cycle();
  const asset = someAsset(randomUUID(), born);
  site.write('asset', asset);
  site.write('asset_log', someLog(asset.id, 'NOT_FUNCTIONING', { id: 'log-1', comment: 'by mistake' }));
  await site.cycle();
  await programme.staff('POST', '/api/logs/log-1/void', {});
  expect(await site.cycle()).toHaveLength(1);
  expect(site.of('asset_log', 'log-1')).toMatchObject({
    status: 'NOT_FUNCTIONING',
    comment: `[voided ${new Date().toISOString().slice(0, 10)}] by mistake`,
  });
  expect(await site.cycle()).toEqual([]);
}, 60_000);

it('a first pull of more than a page ends, and a second one brings nothing', async () => {
  const site = await programme.v6Site('hill', undefined, { batchSize: 50 });
  await site.pull();
  expect(site.all('asset_catalogue_item')).toHaveLength(168);
  expect(await site.pull()).toEqual([]);
}, 60_000);
