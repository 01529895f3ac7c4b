/** Pushes that come again, because their answer was lost or because the site was put back: edits of the one count, those of the other show. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { conflictsOf, foldEntity } from '#shared/change/fold';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded, type Phone } from './device';
import { LinkCut, type Data, type OpenMSupplySite } from './open-msupply-site';
import { someAsset } from './records';

const [id, other, third] = [randomUUID(), randomUUID(), randomUUID()];
let programme: Programme;
let site: OpenMSupplySite;
beforeEach(async () => {
  programme = await Programme.start();
  site = await programme.v6Site('hill');
  site.movesOn = true;
  for (const one of [id, other, third]) site.write('asset', someAsset(one, { notes: 'A' }));
  await site.cycle();
  await site.pull();
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);
const edit = (which: OpenMSupplySite, fields: Data, minutes: number): void =>
  which.edit('asset', id, { ...fields, modified_datetime: later(minutes) });

async function pushAndHearNothing(): Promise<void> {
  site.cuts.add(site.calls + 1);
  await expect(site.push()).rejects.toThrow(LinkCut);
}

/** The values of a field that lost, unseen by who wrote later. */
async function openOf(assetId: string, field: string): Promise<unknown[]> {
  const stored = await programme.central.database.changes.after(0, 10_000);
  const fold = foldEntity(
    'asset',
    stored.map(({ change }) => change).filter(({ entityId }) => entityId === assetId),
  );
  const found = (fold ? conflictsOf(fold) : []).find((conflict) => conflict.field === field);
  return (found?.others ?? []).map(({ value }) => value);
}

/** The site as it is now, to be put back to. */
const copyOf = (at: OpenMSupplySite): OpenMSupplySite => Object.assign(at.copy(), { mayGetAgain: true });

it.each([
  ['notes', { notes: 'B' }, { notes: 'A' }, { notes: 'A' }],
  ['a field that the creation left out', { warranty_start: '2024-01-01' }, { warranty_start: null }, {}],
])(
  'an edit back to what stood before counts after an answer that was lost: %s',
  async (_, there, back, now) => {
    edit(site, there, 1);
    site.edit('asset', other, { notes: 'B', modified_datetime: later(1) });
    await pushAndHearNothing();
    await site.untilIntegrated();
    edit(site, back, 2);
    await site.cycle();
    expect(site.of('asset', id)).toMatchObject(back);
    const asset = await programme.asset(id);
    expect(asset).toMatchObject(now);
    expect(asset['warrantyStart']).toBeUndefined();
    expect(await programme.asset(other)).toMatchObject({ notes: 'B' });
    expect(await site.cycle()).toEqual([]);
  },
);

it('an edit back counts where the push has several batches, of which the second was not answered', async () => {
  site.batchSize = 1;
  edit(site, { notes: 'B' }, 1);
  site.edit('asset', other, { notes: 'B', modified_datetime: later(1) });
  site.cuts.add(site.calls + 2);
  await expect(site.push()).rejects.toThrow(LinkCut);
  await site.untilIntegrated();
  edit(site, { notes: 'A' }, 2);
  await site.cycle();
  expect(site.of('asset', id)).toMatchObject({ notes: 'A' });
  expect(await programme.asset(id)).toMatchObject({ notes: 'A' });
});

it('what is taken for an old value of a site that was put back stands beside the newer one, once', async () => {
  const yesterday = copyOf(site);
  edit(site, { notes: 'B' }, 1);
  await site.cycle();
  edit(yesterday, { serial_number: 'SN 2' }, 5);
  await yesterday.cycle();
  expect(await programme.asset(id)).toMatchObject({ notes: 'B', serialNumber: 'SN 2' });
  expect(yesterday.of('asset', id)).toMatchObject({ notes: 'B', serial_number: 'SN 2' });
  expect(await openOf(id, 'notes')).toEqual(['A']);
});

it('a site that was put back is judged by what it has only when it has been sent all of it', async () => {
  const phone: Phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');
  const yesterday = copyOf(site);
  edit(site, { notes: 'B' }, 1);
  await site.cycle();
  for (const one of [other, third]) await phone.say('asset.edit', one, { notes: 'C' }, Date.now() + 120_000);
  await site.cycle();
  yesterday.batchSize = 1;
  edit(yesterday, { serial_number: 'SN 2' }, 5);
  await yesterday.push();
  await yesterday.untilIntegrated();
  expect((await yesterday.pullOnce()).is_last_batch).toBe(false);
  yesterday.edit('asset', third, { serial_number: 'SN 3', modified_datetime: later(6) });
  await yesterday.push();
  await yesterday.untilIntegrated();
  expect(await programme.asset(third)).toMatchObject({ notes: 'C', serialNumber: 'SN 3' });
  await yesterday.pull();
  await yesterday.cycle();
  edit(yesterday, { notes: 'A' }, 7);
  await yesterday.cycle();
  expect(await programme.asset(id)).toMatchObject({ notes: 'A' });
});

it('the stale values of a site that was put back are no edits after the answer with the last of all was lost', async () => {
  const yesterday = copyOf(site);
  edit(site, { notes: 'B' }, 1);
  await site.cycle();
  yesterday.edit('asset', other, { serial_number: 'SN 2', modified_datetime: later(5) });
  await yesterday.push();
  await yesterday.untilIntegrated();
  yesterday.cuts.add(yesterday.calls + 1);
  await expect(yesterday.pullOnce()).rejects.toThrow(LinkCut);
  edit(yesterday, { serial_number: 'SN 3' }, 6);
  await yesterday.cycle();
  expect(await programme.asset(id)).toMatchObject({ notes: 'B', serialNumber: 'SN 3' });
  expect(yesterday.of('asset', id)).toMatchObject({ notes: 'B', serial_number: 'SN 3' });
  expect(await openOf(id, 'notes')).toEqual(['A']);
});
