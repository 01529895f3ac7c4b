/** Equipment with all values that a site can send moves from place to place, between sites of different versions and our own devices. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded } from './device';
import type { Data, OpenMSupplySite } from './open-msupply-site';
import { someAsset, someFile, someLog } from './records';
import { isFrom } from './site/versions';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

/** a model, with its place in the hierarchy at every site */
const model = {
  asset_class_id: 'fad280b6-8384-41af-84cf-c7b6b4526ef0',
  asset_category_id: '02cbea92-d5bf-4832-863b-c04e093a7760',
  asset_type_id: '4d7302b8-e47b-42fd-ac5e-4645376aa349',
  catalogue_item_id: '9d77cc99-6098-438a-8242-0bb55a450b49',
};
const reason = '290ed6c8-20ef-469d-bf6c-dd944ae24e8f';
const photo = Buffer.from('a photo of the plate');
const slip = Buffer.from('a slip of the repair');
const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);
const typeOf = (site: OpenMSupplySite): string | null =>
  isFrom(18, site.version.name) ? 'STATUS_UPDATE' : null;

const move = (id: string, storeId: string) => programme.staff('POST', `/api/assets/${id}/move`, { storeId });

async function send(site: OpenMSupplySite, file: Data & { id: string }, bytes: Buffer): Promise<void> {
  site.write('sync_file_reference', file);
  await site.cycle();
  expect(await site.upload(file.id, bytes)).toEqual({ data: null });
  await site.untilIntegrated();
}

const bytesOf = async (site: OpenMSupplySite, id: string): Promise<Buffer> =>
  Buffer.from(await (await site.download(site.of('sync_file_reference', id))).arrayBuffer());

it.each([
  ['2.3.5', '2.19.0'],
  ['2.9.2', '2.6.5'],
  ['2.19.0', '2.0.3'],
])(
  'from a site of %s to our devices, back, and on to a site of %s: everything is there at every stop, and what the first wrote late follows',
  async (from, to) => {
    const hill = await programme.v6Site('hill', undefined, { version: from });
    await hill.cycle();
    const asset = someAsset(randomUUID(), {
      ...model,
      notes: 'came by boat',
      warranty_start: '2023-01-01',
      warranty_end: '2026-12-31',
      needs_replacement: true,
      properties: '{"energy_source":"Electricity","expected_lifespan":12}',
      ...(!isFrom(16, from) && { locked_fields_json: null }),
    });
    const log = someLog(asset.id, 'NOT_FUNCTIONING', {
      type: typeOf(hill),
      reason_id: reason,
      comment: 'no power',
    });
    const plate = someFile(asset.id, photo.length);
    const paper = someFile(log.id, slip.length, { table_name: 'asset_log', file_name: 'slip.jpg' });
    hill.write('asset', asset);
    hill.write('asset_log', log);
    await send(hill, plate, photo);
    await send(hill, paper, slip);

    // to our devices
    const phone = await phoneOf(programme, await programme.makeSite('valley'), 'valley-store');
    await move(asset.id, 'valley-store');
    await phone.sees(asset.id, { storeId: 'valley-store' });
    await phone.sees(asset.id, { catalogueItemId: model.catalogue_item_id, notes: 'came by boat' });
    await phone.sees(asset.id, { needsReplacement: true });
    await phone.sees(log.id, { functionalStatus: 'NOT_FUNCTIONING', reasonId: reason, comment: 'no power' });
    await phone.sees(plate.id, { ownerId: asset.id, totalBytes: photo.length });
    await phone.sees(paper.id, { ownerId: log.id, totalBytes: slip.length });
    const repaired = randomUUID();
    await phone.say('asset.edit', asset.id, { notes: 'repaired in the valley' });
    await phone.say('assetLog.add', repaired, {
      assetId: asset.id,
      type: 'STATUS_UPDATE',
      functionalStatus: 'FUNCTIONING',
    });
    // the old site has not heard yet, and writes of it
    const late = someLog(asset.id, 'NOT_IN_USE', {
      type: typeOf(hill),
      log_datetime: later(-5),
      created_datetime: later(-5),
    });
    hill.write('asset_log', late);
    hill.edit('asset', asset.id, { serial_number: 'SN written late', modified_datetime: later(-5) });
    await hill.cycle();
    await phone.sees(asset.id, { serialNumber: 'SN written late' });
    await phone.sees(late.id, { functionalStatus: 'NOT_IN_USE' });

    // back: the records that the site had and those that came to pass meanwhile
    await move(asset.id, 'hill-store');
    await hill.cycle();
    expect(hill.of('asset', asset.id)).toMatchObject({
      ...model,
      store_id: 'hill-store',
      notes: 'repaired in the valley',
      serial_number: 'SN written late',
    });
    const logs = (site: OpenMSupplySite) =>
      site
        .all('asset_log')
        .map(({ id }) => id)
        .sort();
    expect(logs(hill)).toEqual([log.id, late.id, repaired].sort());
    expect(await hill.cycle()).toEqual([]);

    // on to a site of another version
    const ridge = await programme.v6Site('ridge', undefined, { version: to });
    await ridge.cycle();
    await move(asset.id, 'ridge-store');
    await ridge.cycle();
    expect(ridge.of('asset', asset.id)).toMatchObject({
      ...model,
      store_id: 'ridge-store',
      notes: 'repaired in the valley',
    });
    // 2.0 has no fields for these
    if (isFrom(1, to)) {
      expect(ridge.of('asset', asset.id)).toMatchObject({
        donor_name_id: 'donor 1',
        warranty_start: '2023-01-01',
        warranty_end: '2026-12-31',
        needs_replacement: true,
      });
      expect(JSON.parse(String(ridge.of('asset', asset.id)['properties']))).toMatchObject({
        energy_source: 'Electricity',
        expected_lifespan: 12,
      });
    }
    expect(logs(ridge)).toEqual([log.id, late.id, repaired].sort());
    expect(ridge.of('asset_log', log.id)).toMatchObject({ reason_id: reason, user_id: 'user 1' });
    expect(await bytesOf(ridge, plate.id)).toEqual(photo);
    expect(await bytesOf(ridge, paper.id)).toEqual(slip);
    // the first site again, offline while it moved on
    const later2 = someLog(asset.id, 'FUNCTIONING', {
      type: typeOf(hill),
      log_datetime: later(-1),
      created_datetime: later(-1),
    });
    const shot = someFile(later2.id, slip.length, { table_name: 'asset_log' });
    hill.write('asset_log', later2);
    await send(hill, shot, slip);
    await ridge.cycle();
    expect(logs(ridge)).toContain(later2.id);
    expect(await bytesOf(ridge, shot.id)).toEqual(slip);
    expect(await ridge.cycle()).toEqual([]);
    expect((await programme.kept()).total).toBe(0);
    expect(await programme.asset(asset.id)).toMatchObject({ storeId: 'ridge-store', problems: [] });
    const wiped = ridge.wiped();
    await wiped.cycle();
    expect(logs(wiped)).toEqual(logs(ridge));
    expect(await siteCoded(programme, 'ridge')).toMatchObject({ code: 'ridge' });
  },
  120_000,
);
