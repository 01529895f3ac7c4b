/** Installations that are not where they were: released for another one, or put back to a copy of their own database. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded, type Phone } from './device';
import { OpenMSupplySite } from './open-msupply-site';
import { someAsset, someLog } from './records';
import { OlderApi } from './site/older-api';

const id = randomUUID();
let programme: Programme;
let site: OpenMSupplySite;
let phone: Phone;
beforeEach(async () => {
  programme = await Programme.start();
  site = await programme.v6Site('hill');
  phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');
  site.write('asset', someAsset(id, { notes: 'first' }));
  await site.cycle();
  await site.pull();
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);

/** The site as it is now, to be put back to. */
const copyOf = (at: OpenMSupplySite): OpenMSupplySite => Object.assign(at.copy(), { mayGetAgain: true });

const release = async (): Promise<void> => {
  const { id: siteId } = await siteCoded(programme, 'hill');
  await programme.staff('PATCH', `/api/sites/${siteId}/v6`, { releaseHardwareId: true });
};

it('an edit of a site that was put back undoes nothing that it had not seen then', async () => {
  const yesterday = copyOf(site);
  site.edit('asset', id, { notes: 'second', modified_datetime: later(1) });
  await site.cycle();
  await phone.say('asset.edit', id, { serialNumber: 'of the phone' }, Date.now() + 120_000);
  await site.cycle();
  expect(site.of('asset', id)).toMatchObject({ notes: 'second', serial_number: 'of the phone' });
  yesterday.edit('asset', id, { installation_date: '2021-05-05', modified_datetime: later(5) });
  await yesterday.cycle();
  expect(await programme.asset(id)).toMatchObject({
    ...{ notes: 'second', serialNumber: 'of the phone', installationDate: '2021-05-05' },
  });
  expect(yesterday.of('asset', id)).toMatchObject({ notes: 'second', serial_number: 'of the phone' });
  // once it asks from there it is judged by what it has
  await yesterday.cycle();
  yesterday.edit('asset', id, { notes: 'first', modified_datetime: later(6) });
  await yesterday.cycle();
  expect(await programme.asset(id)).toMatchObject({ notes: 'first' });
  yesterday.mayGetAgain = false;
  expect(await yesterday.cycle()).toEqual([]);
});

it('what a site pushes again after it was put back is there once', async () => {
  const log = someLog(id, 'NOT_IN_USE');
  site.edit('asset', id, { notes: 'second', modified_datetime: later(1) });
  site.write('asset_log', log);
  const before = copyOf(site);
  await site.cycle();
  site.edit('asset', id, { notes: 'third', modified_datetime: later(2) });
  await site.cycle();
  await before.cycle();
  expect(await programme.asset(id)).toMatchObject({ notes: 'third', functionalStatus: 'NOT_IN_USE' });
  expect(before.of('asset', id)).toMatchObject({ notes: 'third' });
});

it('the next installation begins with nothing, and one that comes back gets what the other made', async () => {
  await release();
  const next = new OpenMSupplySite(site.origin, site.name, site.password);
  await next.cycle();
  expect(next.of('asset', id)).toMatchObject({ notes: 'first' });
  next.edit('asset', id, { notes: 'of the next', modified_datetime: later(1) });
  const made = someAsset(randomUUID());
  next.write('asset', made);
  await next.cycle();
  expect(await next.cycle()).toEqual([]);
  await release();
  site.mayGetAgain = true;
  site.edit('asset', id, { serial_number: 'SN 9', modified_datetime: later(2) });
  await site.cycle();
  expect(site.of('asset', made.id)).toEqual(made);
  expect(site.of('asset', id)).toMatchObject({ notes: 'of the next', serial_number: 'SN 9' });
  expect(await programme.asset(id)).toMatchObject({ notes: 'of the next', serialNumber: 'SN 9' });
  site.mayGetAgain = false;
  expect(await site.cycle()).toEqual([]);
});

it('what a site sent by the older API comes back to it too', async () => {
  const older = new OlderApi(site);
  const cycle = async (at: OpenMSupplySite, by: OlderApi): Promise<void> => {
    await by.cycle();
    await at.pull();
  };
  await cycle(site, older);
  await cycle(site, older);
  const yesterday = copyOf(site);
  const itsOlder = older.copy(yesterday);
  older.write('location', 'shelf 1', { id: 'shelf 1', code: 'A1' });
  await phone.say('asset.edit', id, { notes: 'of the phone' });
  await cycle(site, older);
  await cycle(site, older);
  for (let cycles = 0; cycles < 3; cycles++) await cycle(yesterday, itsOlder);
  expect(itsOlder.returned.map(({ recordId }) => recordId)).toEqual(['shelf 1']);
  expect(yesterday.of('asset', id)).toMatchObject({ notes: 'of the phone' });
});
