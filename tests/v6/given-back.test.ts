/** Records that could not be stored here, or only in part: the site that made them has them again when it begins again. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Programme } from './central';
import { siteCoded } from './device';
import type { OpenMSupplySite } from './open-msupply-site';
import { someAsset, someFile, someLog } from './records';

const HOUR = 60 * 60 * 1000;
let now = Date.now();
let programme: Programme;
let site: OpenMSupplySite;
beforeEach(async () => {
  now = Date.now();
  programme = await Programme.start({ now: () => now });
  site = await programme.v6Site('hill');
  await site.cycle();
});
afterEach(() => programme.end());

const codes = async () => (await programme.kept()).items.map(({ code }) => code);

it('a record that is kept goes back to its site while that begins again, with what hangs on it', async () => {
  const large = someAsset(randomUUID(), { notes: 'x'.repeat(40_000) });
  const [status, wordy] = [someLog(large.id, 'FUNCTIONING'), someLog(large.id, 'FUNCTIONING')];
  Object.assign(wordy, { comment: 'y'.repeat(40_000) });
  const theirs = someAsset(randomUUID(), { store_id: 'valley-store' });
  const never = someFile(large.id, 5);
  for (const asset of [large, theirs]) site.write('asset', asset);
  for (const log of [status, wordy]) site.write('asset_log', log);
  site.write('sync_file_reference', never);
  expect(await site.cycle()).toEqual([]);
  expect((await codes()).sort()).toEqual([
    ...['change-too-large', 'not-yours', 'unknown-asset', 'unknown-asset', 'unknown-asset'],
  ]);
  const wiped = site.wiped();
  await wiped.cycle();
  expect(wiped.of('asset', large.id)).toEqual(large);
  for (const log of [status, wordy]) expect(wiped.of('asset_log', log.id)).toEqual(log);
  expect(wiped.records.has(`asset/${theirs.id}`)).toBe(false);
  // put right there, each is one record again
  wiped.edit('asset', large.id, { notes: 'short' });
  await wiped.cycle();
  const third = wiped.wiped();
  const came = await third.cycle();
  expect(came.filter(({ recordId }) => recordId === large.id)).toHaveLength(1);
  expect(third.of('asset', large.id)).toMatchObject({ notes: 'short' });
  expect(await third.cycle()).toEqual([]);
});

it('two records of one id that are its memory both come back', async () => {
  const [patient, fields] = ['name', 'name_oms_fields'].map((table) => ({ id: 'patient 1', table }));
  site.memory.add('name_oms_fields');
  site.write('name', { id: 'patient 1', ...patient });
  site.write('name_oms_fields', { id: 'patient 1', ...fields });
  await site.cycle();
  const wiped = site.wiped();
  wiped.memory.add('name_oms_fields');
  const came = (await wiped.cycle()).filter(({ tableName }) => tableName.startsWith('name'));
  expect(came.map(({ recordData }) => recordData?.['table']).sort()).toEqual(['name', 'name_oms_fields']);
});

it('a record of its memory that cannot be read is no problem, and shown to nobody', async () => {
  const record = {
    tableName: 'vaccination',
    recordId: 'dose 1',
    action: 'Upsert',
    recordData: { patient: 'P' },
  };
  const batch = { end_cursor: 1, total_records: 1, records: [{ cursor: 1, record }], is_last_batch: true };
  expect(await site.call('push', { batch })).toEqual({ data: { records_pushed: 1 } });
  await site.untilIntegrated();
  expect(await programme.kept()).toEqual({ items: [], total: 0 });
  const { id } = await siteCoded(programme, 'hill');
  expect(await programme.central.v6?.database.memory.get(id, 'vaccination', 'dose 1')).toMatchObject({
    data: { json: expect.stringContaining('"patient":"P"') },
  });
  const wiped = site.wiped();
  expect((await wiped.cycle()).map(({ recordId }) => recordId)).not.toContain('dose 1');
});

it.each([
  ['no JSON', 'nothing locked'],
  ['[1,2]', 'x'],
  ['{"__proto__":"y","capacity":4}', '5'],
])(
  'texts with JSON that cannot be read (%s) keep out nothing else, and go back as they came',
  async (properties, locked) => {
    const asset = someAsset(randomUUID(), { properties, locked_fields_json: locked });
    site.write('asset', asset);
    expect(await site.cycle()).toEqual([]);
    expect(await codes()).toEqual([]);
    expect(await programme.asset(asset.id)).toMatchObject({
      serialNumber: 'SN 1',
      properties: {},
      lockedFields: [],
    });
    const wiped = site.wiped();
    await wiped.cycle();
    expect(wiped.of('asset', asset.id)).toEqual(asset);
  },
);

it('half a push is integrated when the rest does not come', async () => {
  const assets = ['1', '2', '3'].map((asset_number) => someAsset(randomUUID(), { asset_number }));
  for (const asset of assets) site.write('asset', asset);
  site.batchSize = 2;
  await site.pushSome(1);
  await programme.central.v6?.takeUp();
  await site.untilIntegrated();
  const stored = () => programme.staff<{ total: number }>('GET', '/api/assets?limit=1');
  expect((await stored()).total).toBe(0);
  now += HOUR + 1;
  await programme.central.v6?.takeUp();
  await expect.poll(async () => (await stored()).total).toBe(2);
  await site.cycle();
  expect((await stored()).total).toBe(3);
  expect(await codes()).toEqual([]);
});

it.each(['2.6.5', '2.19.0'])(
  'where equipment lies within a store of a site of %s is not sent elsewhere, and is there when it comes back',
  async (version) => {
    const own = await programme.v6Site('own', undefined, { version });
    const valley = await programme.v6Site('valley', undefined, { version });
    const asset = someAsset(randomUUID(), { store_id: 'own-store' });
    const lies = { id: randomUUID(), asset_id: asset.id, location_id: 'shelf 1' };
    own.database.add('location', 'shelf 1');
    own.write('asset', asset);
    own.write('asset_internal_location', lies);
    await own.cycle();
    await valley.cycle();
    await programme.staff('POST', `/api/assets/${asset.id}/move`, { storeId: 'valley-store' });
    for (const site of [own, valley]) await site.cycle();
    expect(valley.of('asset', asset.id)).toMatchObject({ store_id: 'valley-store' });
    expect(valley.all('asset_internal_location')).toEqual([]);
    expect(own.of('asset_internal_location', lies.id)).toEqual(lies);
    const wiped = own.wiped();
    wiped.database.add('location', 'shelf 1');
    await wiped.cycle();
    await programme.staff('POST', `/api/assets/${asset.id}/move`, { storeId: 'own-store' });
    await wiped.cycle();
    expect(wiped.of('asset', asset.id)).toMatchObject({ store_id: 'own-store' });
    expect(wiped.of('asset_internal_location', lies.id)).toEqual(lies);
    expect(await wiped.cycle()).toEqual([]);
  },
);
