import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded } from './device';
import { someAsset, someFile, someLog } from './records';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start();
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);
const id = randomUUID();
const photo = Buffer.from('a photo');

const move = (storeId: string) => programme.staff('POST', `/api/assets/${id}/move`, { storeId });

/** An asset with a log and a photo, made at a V6 site. */
async function madeAtV6Site() {
  const site = await programme.v6Site('hill');
  const log = someLog(id, 'NOT_IN_USE');
  const file = someFile(id, photo.length);
  site.write('asset', someAsset(id));
  site.write('asset_log', log);
  site.write('sync_file_reference', file);
  await site.cycle();
  await site.upload(file.id, photo);
  await site.untilIntegrated();
  return { site, log, file };
}

/** The same made on a phone of ours. */
async function madeOnPhone() {
  const site = await programme.makeSite('hill');
  const phone = await phoneOf(programme, site, 'hill-store');
  const log = randomUUID();
  await phone.say('asset.create', id, { storeId: 'hill-store', assetNumber: 'A 1' });
  await phone.say('assetLog.add', log, {
    assetId: id,
    type: 'STATUS_UPDATE',
    functionalStatus: 'NOT_IN_USE',
  });
  return { phone, log };
}

describe('an asset that is moved arrives with its history', () => {
  it('from a V6 site to a V6 site: status, logs and files; late changes of the old place follow', async () => {
    const { site, log, file } = await madeAtV6Site();
    const target = await programme.v6Site('valley');
    await target.cycle();
    expect(await move('valley-store')).toEqual({ id, storeId: 'valley-store' });
    await target.cycle();
    expect(target.of('asset', id)).toMatchObject({ store_id: 'valley-store', donor_name_id: 'donor 1' });
    expect(target.of('asset_log', log.id)).toEqual(log);
    const answer = await target.download(target.of('sync_file_reference', file.id));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(photo);
    const late = someLog(id, 'FUNCTIONING', { log_datetime: later(-1), created_datetime: later(-1) });
    site.write('asset_log', late);
    await site.cycle();
    expect(site.of('asset', id)['store_id']).toBe('valley-store');
    await target.cycle();
    expect(target.of('asset_log', late['id'] as string)).toEqual(late);
    expect(await programme.asset(id)).toMatchObject({
      storeId: 'valley-store',
      functionalStatus: 'FUNCTIONING',
    });
  });

  it('from a V6 site to a device of ours, because the site says so', async () => {
    const { site, log } = await madeAtV6Site();
    const target = await programme.makeSite('valley');
    const phone = await phoneOf(programme, target, 'valley-store');
    site.edit('asset', id, { store_id: 'valley-store', modified_datetime: later(1) });
    await site.cycle();
    await phone.sees(id, { storeId: 'valley-store' });
    await phone.sees(log.id, { functionalStatus: 'NOT_IN_USE' });
    await phone.say('asset.edit', id, { notes: 'arrived' });
    expect(await programme.asset(id)).toMatchObject({
      storeId: 'valley-store',
      notes: 'arrived',
      functionalStatus: 'NOT_IN_USE',
    });
  });

  it('from a device of ours to a V6 site; what the device wrote offline follows', async () => {
    const { phone, log } = await madeOnPhone();
    const target = await programme.v6Site('valley');
    await target.cycle();
    await move('valley-store');
    await phone.sees(id, { storeId: 'valley-store' });
    const late = randomUUID();
    await phone.say('assetLog.add', late, {
      assetId: id,
      type: 'STATUS_UPDATE',
      functionalStatus: 'FUNCTIONING',
    });
    await phone.say('asset.edit', id, { notes: 'written at the old place' });
    await programme.startAgain().then((again) => (programme = again));
    target.origin = programme.origin;
    await target.cycle();
    expect(target.of('asset', id)).toMatchObject({
      store_id: 'valley-store',
      notes: 'written at the old place',
    });
    expect(
      target
        .all('asset_log')
        .map((record) => record['id'])
        .sort(),
    ).toEqual([log, late].sort());
  });

  it('from a device of ours to a device of ours; the new place can write, and see what comes late', async () => {
    const { phone, log } = await madeOnPhone();
    const target = await programme.makeSite('valley');
    const there = await phoneOf(programme, target, 'valley-store');
    await move('valley-store');
    await there.sees(log, { functionalStatus: 'NOT_IN_USE' });
    await there.say('asset.edit', id, { serialNumber: 'SN 9' });
    await phone.say('asset.edit', id, { notes: 'late' });
    await there.sees(id, { notes: 'late' });
    expect(await programme.asset(id)).toMatchObject({
      storeId: 'valley-store',
      notes: 'late',
      serialNumber: 'SN 9',
    });
  });

  it('from a V6 site to a V6 site, because the site says so; the old place keeps its history to read', async () => {
    const { site, log, file } = await madeAtV6Site();
    const target = await programme.v6Site('valley');
    await target.cycle();
    site.edit('asset', id, { store_id: 'valley-store', modified_datetime: later(1) });
    await site.cycle();
    await target.cycle();
    expect(target.of('asset', id)).toMatchObject({ store_id: 'valley-store', donor_name_id: 'donor 1' });
    expect(target.of('asset_log', log.id)).toEqual(log);
    expect(Buffer.from(await (await target.download(file)).arrayBuffer())).toEqual(photo);
    const there = someLog(id, 'FUNCTIONING', { log_datetime: later(2), created_datetime: later(2) });
    target.write('asset_log', there);
    target.edit('asset', id, { notes: 'in the valley', modified_datetime: later(3) });
    await target.cycle();
    expect(await site.cycle()).toEqual([]);
    expect(site.of('asset_log', log.id)).toEqual(log);
    expect(Buffer.from(await (await site.download(file)).arrayBuffer())).toEqual(photo);
    const wiped = site.wiped();
    await wiped.cycle();
    expect(wiped.of('asset_log', log.id)).toEqual(log);
    expect(wiped.all('asset_log')).toHaveLength(1);
    expect(wiped.of('asset', id)).toMatchObject({ store_id: 'valley-store' });
  });

  it('from a V6 site to a device of ours, by staff; what the site wrote offline follows, with its file', async () => {
    const { site, log, file } = await madeAtV6Site();
    const phone = await phoneOf(programme, await programme.makeSite('valley'), 'valley-store');
    await move('valley-store');
    await phone.sees(id, { storeId: 'valley-store' });
    await phone.sees(log.id, { functionalStatus: 'NOT_IN_USE' });
    await phone.sees(file.id, { ownerId: id, totalBytes: photo.length });
    const late = someLog(id, 'FUNCTIONING', { log_datetime: later(-1), created_datetime: later(-1) });
    const other = someFile(late.id, photo.length, { table_name: 'asset_log' });
    site.edit('asset', id, { notes: 'written at the old place', modified_datetime: later(-1) });
    site.write('asset_log', late);
    site.write('sync_file_reference', other);
    await site.cycle();
    expect(await site.upload(other.id, photo)).toEqual({ data: null });
    await site.untilIntegrated();
    await phone.sees(id, { notes: 'written at the old place' });
    await phone.sees(late.id, { functionalStatus: 'FUNCTIONING' });
    await phone.sees(other.id, { ownerId: late.id });
  });

  it.each(['with its store', 'alone'])(
    'a second upload of the old site, of which the first answer was lost, is done: moved %s',
    async (how) => {
      const { site, file } = await madeAtV6Site();
      const target = await programme.v6Site('valley');
      await target.cycle();
      const { id: siteId } = await siteCoded(programme, 'valley');
      if (how === 'alone') await move('valley-store');
      else await programme.staff('POST', '/api/stores/hill-store/move', { siteId });
      await target.cycle();
      expect(await site.upload(file.id, photo)).toEqual({ data: null });
      expect(await site.upload(file.id, Buffer.from('another'))).toHaveProperty('error.otherServerError');
      const stranger = await programme.v6Site('lake');
      expect(await stranger.upload(file.id, photo)).toEqual({ error: { syncFileNotFound: file.id } });
      expect(await target.cycle()).toEqual([]);
      const answer = await target.download(target.of('sync_file_reference', file.id));
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(photo);
    },
  );

  it('to a store that the same V6 site has as well', async () => {
    const site = await programme.v6Site('hill', ['hill-store', 'annex']);
    const log = someLog(id, 'NOT_IN_USE');
    site.write('asset', someAsset(id));
    site.write('asset_log', log);
    await site.cycle();
    site.edit('asset', id, { store_id: 'annex', modified_datetime: later(1) });
    await site.cycle();
    expect(await programme.asset(id)).toMatchObject({ storeId: 'annex', functionalStatus: 'NOT_IN_USE' });
    expect(site.of('asset', id)).toMatchObject({ store_id: 'annex' });
    await site.cycle();
    expect(site.all('asset_log')).toEqual([log]);
  });

  it('back again', async () => {
    await madeOnPhone();
    const target = await programme.makeSite('valley');
    const there = await phoneOf(programme, target, 'valley-store');
    await move('valley-store');
    await there.say('asset.edit', id, { notes: 'was in the valley' });
    await move('hill-store');
    expect(await programme.asset(id)).toMatchObject({ storeId: 'hill-store', notes: 'was in the valley' });
  });

  it('only to a store that exists, and only by those who may', async () => {
    await madeOnPhone();
    expect(await move('nowhere')).toMatchObject({ error: { code: 'bad-request' } });
    const answer = await fetch(`${programme.origin}/api/assets/${id}/move`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ storeId: 'hill-store' }),
    });
    expect(answer.status).toBe(401);
  });
});
