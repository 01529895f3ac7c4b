/** Every version of a site through a long life, alone with this server: many pieces, kills on either side, refusals, a new beginning. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveAll } from '../../sync/stock-client';
import { PASSWORD, Programme } from '../central';
import { OpenMSupplySite } from '../open-msupply-site';
import { phoneOf, siteCoded } from '../device';
import { someAsset, someFile, someLog } from '../records';
import { OlderApi } from '../site/older-api';
import { isFrom, versions } from '../site/versions';

const PIECES = 600;

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

/** One whole cycle, as a real site does it. */
async function cycle(site: OpenMSupplySite, older: OlderApi) {
  await older.cycle();
  return site.pull();
}

const born = {
  asset_class_id: 'fad280b6-8384-41af-84cf-c7b6b4526ef0',
  asset_category_id: '02cbea92-d5bf-4832-863b-c04e093a7760',
  asset_type_id: '4d7302b8-e47b-42fd-ac5e-4645376aa349',
  catalogue_item_id: '9d77cc99-6098-438a-8242-0bb55a450b49',
};
const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);

/** A piece with a photo that the site and a phone of ours edit at once, while the server is down for the site; it moves away and back. */
async function editedByBoth(site: OpenMSupplySite, older: OlderApi, type: string | null): Promise<void> {
  const photo = Buffer.from('a photo');
  const asset = someAsset(randomUUID(), { ...born, donor_name_id: null });
  const file = someFile(asset.id, photo.length);
  site.write('asset', asset);
  site.write('asset_log', someLog(asset.id, 'NOT_FUNCTIONING', { type }));
  site.write('sync_file_reference', file);
  await cycle(site, older);
  expect(await site.upload(file.id, photo)).toEqual({ data: null });
  await site.untilIntegrated();
  const phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');
  await phone.sees(file.id, { ownerId: asset.id });
  // both edit: another field each, and one field both, the site later
  await phone.say('asset.edit', asset.id, { notes: 'by the phone', serialNumber: 'by the phone' });
  site.edit('asset', asset.id, { serial_number: 'by the site', modified_datetime: at(1) });
  const { origin } = site;
  site.origin = 'http://127.0.0.1:9';
  await expect(cycle(site, older)).rejects.toThrow();
  site.origin = origin;
  await cycle(site, older);
  expect(site.of('asset', asset.id)).toMatchObject({
    ...born,
    notes: 'by the phone',
    serial_number: 'by the site',
  });
  expect(await programme.asset(asset.id)).toMatchObject({
    notes: 'by the phone',
    serialNumber: 'by the site',
  });
  expect(await cycle(site, older)).toEqual([]);
  // away to devices of ours, and back
  await programme.makeSite('valley');
  const there = await phoneOf(programme, await siteCoded(programme, 'valley'), 'valley-store');
  await programme.staff('POST', `/api/assets/${asset.id}/move`, { storeId: 'valley-store' });
  await there.sees(asset.id, { storeId: 'valley-store' });
  const repaired = randomUUID();
  await there.say('assetLog.add', repaired, {
    assetId: asset.id,
    type: 'STATUS_UPDATE',
    functionalStatus: 'FUNCTIONING',
  });
  await cycle(site, older);
  await programme.staff('POST', `/api/assets/${asset.id}/move`, { storeId: 'hill-store' });
  await cycle(site, older);
  expect(site.of('asset_log', repaired)).toMatchObject({ status: 'FUNCTIONING' });
  expect(site.of('asset', asset.id)).toMatchObject({ store_id: 'hill-store' });
  const answer = await site.download(site.of('sync_file_reference', file.id));
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(photo);
  expect(await cycle(site, older)).toEqual([]);
}

it.each(versions.map(({ name }) => name))(
  `a site of %s: ${PIECES} pieces, a restart of either side, another installation, and all of it anew`,
  async (version) => {
    const site = await programme.v6Site('hill', undefined, { version });
    site.database.knowsStores = true;
    const older = new OlderApi(site);
    await cycle(site, older);
    expect(await cycle(site, older)).toEqual([]);
    const type = isFrom(18, version) ? 'STATUS_UPDATE' : null;
    for (let count = 0; count < PIECES; count++) {
      const asset = someAsset(randomUUID(), { asset_number: `P-${count}`, donor_name_id: null });
      site.write('asset', asset);
      site.write('asset_log', someLog(asset.id, 'FUNCTIONING', { type }));
    }
    // the first batch arrives, then the server goes down
    await site.pushSome(1);
    programme = await programme.startAgain();
    site.origin = programme.origin;
    expect(await cycle(site, older)).toEqual([]);
    expect(await cycle(site, older)).toEqual([]);
    expect((await programme.kept()).total).toBe(0);
    const { total } = await programme.staff<{ total: number }>('GET', '/api/assets?limit=1');
    expect(total).toBe(PIECES);
    const stranger = new OpenMSupplySite(programme.origin, 'hill', PASSWORD, 'another computer', { version });
    await expect(new OlderApi(stranger).cycle()).rejects.toThrow('site_incorrect_hardware_id');
    const guesser = new OpenMSupplySite(programme.origin, 'hill', 'a guess', site.hardwareId, { version });
    await expect(new OlderApi(guesser).cycle()).rejects.toThrow('site_incorrect_password');
    await editedByBoth(site, older, type);
    const wiped = site.wiped();
    wiped.database.knowsStores = true;
    const again = new OlderApi(wiped);
    // the site is killed after its first page
    await again.cycle();
    await wiped.pullOnce();
    await cycle(wiped, again);
    expect([...wiped.records.keys()].sort()).toEqual([...site.records.keys()].sort());
    expect(await cycle(wiped, again)).toEqual([]);
  },
  600_000,
);

it.each(versions.map(({ name }) => name))(
  'a site of %s: a first pull of 10,000 records ends, and brings each once',
  async (version) => {
    const site = await programme.v6Site('hill', undefined, { version });
    await site.cycle();
    for (let count = 0; count < 10_000; count++)
      site.write('asset', someAsset(randomUUID(), { asset_number: `P-${count}`, donor_name_id: null }));
    await site.cycle();
    const wiped = site.wiped();
    const taken = await wiped.pull();
    expect(new Set(taken.map(({ recordId }) => recordId)).size).toBe(taken.length);
    expect(wiped.all('asset')).toHaveLength(10_000);
    expect(await wiped.pull()).toEqual([]);
  },
  600_000,
);
