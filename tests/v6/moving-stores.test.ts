/** A store is made active on another site: its contents arrive there, and records that the old site made while it had it follow. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded } from './device';
import type { Data, OpenMSupplySite } from './open-msupply-site';
import { someAsset, someFile, someLog } from './records';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start();
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

const STORE = 'hill-store';
const id = randomUUID();
const photo = Buffer.from('a photo');
const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);

async function moveStore(code: string): Promise<void> {
  const { id: siteId } = await siteCoded(programme, code);
  expect(await programme.staff('POST', `/api/stores/${STORE}/move`, { siteId })).toMatchObject({
    to: { id: siteId },
  });
}

async function madeAt(site: OpenMSupplySite) {
  const log = someLog(id, 'NOT_IN_USE');
  const file = someFile(id, photo.length);
  site.write('asset', someAsset(id));
  site.write('asset_log', log);
  site.write('sync_file_reference', file);
  await site.cycle();
  await site.upload(file.id, photo);
  await site.untilIntegrated();
  return { log, file };
}

describe('a store that moves', () => {
  it('from a V6 site to a V6 site that is long in use brings all it holds, as new records', async () => {
    const hill = await programme.v6Site('hill');
    const valley = await programme.v6Site('valley');
    const { log, file } = await madeAt(hill);
    await valley.cycle();
    await valley.cycle();
    await moveStore('valley');
    const arrived = await valley.cycle();
    expect(arrived.map(({ tableName, action }) => [tableName, action]).sort()).toEqual([
      ['asset', 'Insert'],
      ['asset_log', 'Insert'],
      ['sync_file_reference', 'Insert'],
    ]);
    expect(valley.of('asset', id)).toMatchObject({ store_id: STORE, donor_name_id: 'donor 1' });
    expect(valley.of('asset_log', log.id)).toEqual(log);
    const answer = await valley.download(valley.of('sync_file_reference', file.id));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(photo);
    expect(await valley.cycle()).toEqual([]);
  });

  it('takes with it what the old V6 site made before it knew, and tells the old site nothing more', async () => {
    const hill = await programme.v6Site('hill');
    const valley = await programme.v6Site('valley');
    await madeAt(hill);
    await moveStore('valley');
    await valley.cycle();
    const [made, late] = [
      someAsset(randomUUID()),
      someLog(id, 'FUNCTIONING', { log_datetime: later(-1), created_datetime: later(-1) }),
    ];
    const file = someFile(late.id, photo.length, { table_name: 'asset_log' });
    hill.write('asset', made);
    hill.edit('asset', id, { notes: 'written offline', modified_datetime: later(-1) });
    hill.write('asset_log', late);
    hill.write('sync_file_reference', file);
    await hill.cycle();
    expect(await hill.upload(file.id, photo)).toEqual({ data: null });
    await hill.untilIntegrated();
    expect((await programme.kept()).items).toEqual([]);
    await valley.cycle();
    expect(valley.of('asset', made.id)).toMatchObject({ store_id: STORE });
    expect(valley.of('asset', id)).toMatchObject({ notes: 'written offline' });
    expect(valley.of('asset_log', late.id)).toEqual(late);
    expect(Buffer.from(await (await valley.download(file)).arrayBuffer())).toEqual(photo);
    valley.edit('asset', id, { serial_number: 'SN 2', modified_datetime: later(1) });
    await valley.cycle();
    expect(await hill.cycle()).toEqual([]);
    expect(await programme.asset(id)).toMatchObject({
      notes: 'written offline',
      serialNumber: 'SN 2',
      functionalStatus: 'FUNCTIONING',
    });
  });

  it('and comes back brings what was written meanwhile', async () => {
    const hill = await programme.v6Site('hill');
    const valley = await programme.v6Site('valley');
    await madeAt(hill);
    await hill.cycle();
    await moveStore('valley');
    await hill.cycle();
    await valley.cycle();
    valley.edit('asset', id, { notes: 'in the valley', modified_datetime: later(1) });
    await valley.cycle();
    await moveStore('hill');
    // records that a site still has of a store that it had lost, central cannot know
    hill.mayGetAgain = true;
    await hill.cycle();
    expect(hill.of('asset', id)).toMatchObject({ notes: 'in the valley' });
  });

  it('and comes back after its site began again without it brings where equipment lies in it', async () => {
    const hill = await programme.v6Site('hill', [STORE, 'annex']);
    await programme.v6Site('valley');
    await madeAt(hill);
    const other = someAsset(randomUUID(), { store_id: 'annex' });
    hill.write('asset', other);
    const [lies, there] = [id, other.id].map((asset_id, at) => ({
      ...{ id: randomUUID(), asset_id, location_id: `shelf ${at}` },
    }));
    for (const one of [lies, there]) hill.write('asset_internal_location', one as Data & { id: string });
    await hill.cycle();
    await moveStore('valley');
    const wiped = hill.wiped();
    await wiped.cycle();
    expect(wiped.all('asset_internal_location')).toEqual([there]);
    await moveStore('hill');
    const came = (await wiped.cycle()).map(({ tableName }) => tableName);
    expect(came.sort()).toEqual(['asset', 'asset_internal_location', 'asset_log', 'sync_file_reference']);
    expect(wiped.of('asset_internal_location', lies?.id ?? '')).toEqual(lies);
    expect(await wiped.cycle()).toEqual([]);
  });

  it('from a V6 site to a site of our devices brings all it holds, and late records follow', async () => {
    const hill = await programme.v6Site('hill');
    await programme.makeSite('valley');
    const { log } = await madeAt(hill);
    await moveStore('valley');
    const phone = await phoneOf(programme, await siteCoded(programme, 'valley'), STORE);
    await phone.sees(id, { serialNumber: 'SN 1' });
    await phone.sees(log.id, { functionalStatus: 'NOT_IN_USE' });
    hill.edit('asset', id, { notes: 'written offline', modified_datetime: later(1) });
    await hill.cycle();
    await phone.sees(id, { notes: 'written offline' });
  });

  it('from a site of our devices to a V6 site brings all it holds, and late changes follow', async () => {
    const phone = await phoneOf(programme, await programme.makeSite('hill'), STORE);
    const valley = await programme.v6Site('valley');
    await valley.cycle();
    const log = randomUUID();
    await phone.say('asset.create', id, { storeId: STORE, assetNumber: 'A 1' });
    await phone.say('assetLog.add', log, {
      assetId: id,
      type: 'STATUS_UPDATE',
      functionalStatus: 'NOT_IN_USE',
    });
    await moveStore('valley');
    await valley.cycle();
    expect(valley.of('asset', id)).toMatchObject({ asset_number: 'A 1', store_id: STORE });
    expect(valley.of('asset_log', log)).toMatchObject({ status: 'NOT_IN_USE' });
    await phone.say('asset.edit', id, { notes: 'written offline' });
    await valley.cycle();
    expect(valley.of('asset', id)).toMatchObject({ notes: 'written offline' });
  });
});
