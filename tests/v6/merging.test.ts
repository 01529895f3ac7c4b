import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded, type Phone } from './device';
import type { OpenMSupplySite } from './open-msupply-site';
import { someAsset, someLog } from './records';

let programme: Programme;
let site: OpenMSupplySite;
let phone: Phone;
const id = randomUUID();

beforeEach(async () => {
  programme = await Programme.start();
  site = await programme.v6Site('hill');
  phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

/** The asset is at the site, at central and on the phone. */
async function shared(fields = {}): Promise<void> {
  site.write('asset', someAsset(id, fields));
  await site.cycle();
  await phone.sees(id, { serialNumber: 'SN 1' });
}

const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);

describe('a V6 site and a phone of ours in one store', () => {
  it('see what the other does: the phone live, the site with its next pull', async () => {
    await shared();
    await phone.say('asset.edit', id, { notes: 'seen by the phone' });
    const log = randomUUID();
    await phone.say('assetLog.add', log, {
      assetId: id,
      type: 'STATUS_UPDATE',
      functionalStatus: 'FUNCTIONING',
    });
    await site.cycle();
    expect(site.of('asset', id)).toMatchObject({ notes: 'seen by the phone', donor_name_id: 'donor 1' });
    expect(site.of('asset_log', log)).toMatchObject({
      asset_id: id,
      status: 'FUNCTIONING',
      user_id: 'nurse',
    });
    site.edit('asset', id, { serial_number: 'SN 2', modified_datetime: later(1) });
    site.write('asset_log', someLog(id, 'NOT_IN_USE'));
    await site.cycle();
    await phone.sees(id, { serialNumber: 'SN 2' });
    expect(await programme.asset(id)).toMatchObject({ notes: 'seen by the phone', serialNumber: 'SN 2' });
  });

  it('both keep their edits of two fields, though the site sends a stale whole record', async () => {
    await shared();
    await phone.say('asset.edit', id, { notes: 'from the phone' });
    site.edit('asset', id, { serial_number: 'from the site', modified_datetime: later(1) });
    await site.cycle();
    expect(await programme.asset(id)).toMatchObject({
      notes: 'from the phone',
      serialNumber: 'from the site',
    });
    expect(site.of('asset', id)).toMatchObject({ notes: 'from the phone', serial_number: 'from the site' });
  });

  it('a late push of an older edit undoes nothing, and the newer value goes back to the site', async () => {
    await shared();
    await phone.say('asset.edit', id, { notes: 'newer' });
    site.edit('asset', id, { notes: 'older', modified_datetime: '2024-03-01T00:00:00' });
    const pulled = await site.cycle();
    expect((await programme.asset(id))['notes']).toBe('newer');
    expect(pulled.map(({ recordId }) => recordId)).toContain(id);
    expect(site.of('asset', id)['notes']).toBe('newer');
  });

  it('an edit by a site that never got the answer to its pull does not undo what was in that answer', async () => {
    await shared();
    await phone.say('asset.edit', id, { notes: 'from the phone' });
    site.cuts.add(site.calls + 1);
    await expect(site.pullOnce()).rejects.toThrow();
    site.edit('asset', id, { serial_number: 'SN 2', modified_datetime: later(1) });
    await site.cycle();
    expect(await programme.asset(id)).toMatchObject({ notes: 'from the phone', serialNumber: 'SN 2' });
    expect(site.of('asset', id)['notes']).toBe('from the phone');
  });

  it('a site that got it may undo it', async () => {
    await shared({ notes: 'first' });
    await phone.say('asset.edit', id, { notes: 'from the phone' });
    await site.cycle();
    site.edit('asset', id, { notes: 'first', modified_datetime: later(1) });
    await site.cycle();
    expect((await programme.asset(id))['notes']).toBe('first');
  });

  it('an edit of a site whose clock is behind counts over the value that it was made over', async () => {
    await shared();
    await phone.say('asset.edit', id, { notes: 'of the phone', properties: { energy: 'GAS' } });
    await site.cycle();
    await site.pull();
    const behind = { properties: '{"storage_capacity":4.5,"energy":"MAINS"}', modified_datetime: later(-60) };
    site.edit('asset', id, { notes: 'of the site', ...behind });
    expect(await site.cycle()).toEqual([]);
    expect(await programme.asset(id)).toMatchObject({
      ...{ notes: 'of the site', properties: { energy: 'MAINS' } },
    });
    site.edit('asset', id, { deleted_datetime: later(-59), modified_datetime: later(-59) });
    await site.cycle();
    expect(await programme.asset(id)).toMatchObject({ deletedAt: expect.any(String) });
  });

  it('fill in two properties without losing one, and the site clears one by leaving it out', async () => {
    await shared();
    await phone.say('asset.edit', id, { properties: { colour: 'white' } });
    site.edit('asset', id, { properties: '{"energy":"GAS"}', modified_datetime: later(1) });
    await site.cycle();
    expect((await programme.asset(id))['properties']).toEqual({ colour: 'white', energy: 'GAS' });
    expect(JSON.parse(String(site.of('asset', id)['properties']))).toEqual({
      colour: 'white',
      energy: 'GAS',
    });
  });

  it('take a soft deletion from one another', async () => {
    await shared();
    await phone.say('asset.remove', id, { deletedAt: '2025-01-01T10:00:00.000Z' });
    await site.cycle();
    expect(site.of('asset', id)['deleted_datetime']).toBe('2025-01-01T10:00:00');
    site.edit('asset', id, { deleted_datetime: null, modified_datetime: later(1) });
    await site.cycle();
    await phone.sees(id, { deletedAt: null });
    expect((await programme.asset(id))['deletedAt']).toBeUndefined();
  });

  it('a record that leaves fields out leaves them as they are: the version of the site does not know them', async () => {
    await shared({ notes: 'by the site' });
    await phone.say('asset.edit', id, { storageLocation: 'room 2', replacementDate: '2030-01-01' });
    site.write('asset', {
      id,
      asset_number: 'N',
      created_datetime: '2024-01-22T15:16:00',
      modified_datetime: later(1),
    });
    await site.cycle();
    const asset = await programme.asset(id);
    expect(asset).toMatchObject({
      assetNumber: 'N',
      storageLocation: 'room 2',
      replacementDate: '2030-01-01',
    });
    expect(asset['notes']).toBe('by the site');
  });

  it('integrates a log that waited for an asset which a phone made', async () => {
    const made = randomUUID();
    site.write('asset_log', someLog(made, 'FUNCTIONING'));
    await site.cycle();
    expect((await programme.kept()).total).toBe(1);
    await phone.say('asset.create', made, { assetNumber: 'A 1' });
    while ((await programme.kept()).total > 0) await new Promise(setImmediate);
    while ((await programme.asset(made))['functionalStatus'] === undefined) await new Promise(setImmediate);
    expect((await programme.asset(made))['functionalStatus']).toBe('FUNCTIONING');
  });
});
