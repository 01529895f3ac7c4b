/**
 * A whole cycle of a site that is alone with this server, over both APIs: the answer to any of its calls is lost, and its own database is put
 * back to any step of it. Nothing is lost, nothing is doubled, and in the end the site has what a new beginning of it would bring.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Programme } from './central';
import type { OpenMSupplySite } from './open-msupply-site';
import { someAsset, someFile, someLog } from './records';
import { OlderApi } from './site/older-api';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start();
});
afterEach(() => programme.end());

interface At {
  site: OpenMSupplySite;
  older: OlderApi;
}

async function begun(code: string): Promise<At> {
  const site = await programme.v6Site(code);
  site.database.knowsStores = true;
  site.movesOn = true;
  const at = { site, older: new OlderApi(site) };
  await cycle(at);
  return at;
}

async function cycle({ site, older }: At): Promise<number> {
  await older.cycle();
  return (await site.pull()).length;
}

/** Until it goes through: a real site tries again by itself. */
const cycleAgain = (at: At): Promise<number> => at.site.throughCuts(() => cycle(at));

const photo = Buffer.from('a photo');
const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);

/** A piece of equipment with all that hangs on it, and a shelf that goes by the older API. */
function write({ site, older }: At) {
  const store_id = `${site.name}-store`;
  const asset = someAsset(randomUUID(), { store_id, donor_name_id: null });
  const log = someLog(asset.id, 'FUNCTIONING');
  const file = someFile(asset.id, photo.length);
  const shelf = { id: randomUUID(), code: 'A1' };
  const lies = { id: randomUUID(), asset_id: asset.id, location_id: shelf.id };
  site.database.add('location', shelf.id);
  older.write('location', shelf.id, shelf);
  site.write('asset', asset);
  site.write('asset_log', log);
  site.write('sync_file_reference', file);
  site.write('asset_internal_location', lies);
  return { asset, log, file, shelf, lies };
}
type Written = ReturnType<typeof write>;

/** The kinds of the changes that records of these ids became, each with its number. */
async function changesOf(...ids: string[]): Promise<Record<string, number>> {
  const stored = await programme.central.database.changes.after(0, 100_000);
  const counts: Record<string, number> = {};
  for (const { change } of stored)
    if (ids.includes(change.entityId)) counts[change.kind] = (counts[change.kind] ?? 0) + 1;
  return counts;
}

/** It begins again, at a computer that has nothing. */
async function wipedOf({ site }: At): Promise<At> {
  const wiped = site.wiped();
  wiped.database.knowsStores = true;
  return { site: wiped, older: new OlderApi(wiped) };
}

async function expectWhole(at: At, { asset, log, file, shelf, lies }: Written): Promise<void> {
  expect(await programme.asset(asset.id)).toMatchObject({ functionalStatus: 'FUNCTIONING' });
  const again = await wipedOf(at);
  await cycle(again);
  expect(again.site.of('asset_log', log.id)).toEqual(log);
  expect(again.site.of('asset_internal_location', lies.id)).toEqual(lies);
  expect(again.site.records).toEqual(at.site.records);
  expect(again.older.returned.map(({ recordId }) => recordId)).toContain(shelf.id);
  const answer = await again.site.download(again.site.of('sync_file_reference', file.id));
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(photo);
}

it('the answer to any call of a cycle is lost, whichever', async () => {
  for (let cut = 1, wasCut = true; wasCut; cut++) {
    const at = await begun(`cut-${cut}`);
    const written = write(at);
    at.site.cuts.add(at.site.calls + cut);
    await cycleAgain(at);
    wasCut = at.site.cuts.size === 0;
    at.site.cuts.clear();
    expect(wasCut || cut > 7).toBe(true);
    await at.site.upload(written.file.id, photo);
    await at.site.untilIntegrated();
    expect(await cycle(at)).toBe(0);
    const { asset, log, file } = written;
    expect(await changesOf(asset.id, log.id, file.id)).toEqual({
      ...{ 'asset.create': 1, 'assetLog.add': 1, 'file.attach': 1 },
    });
    await expectWhole(at, written);
  }
}, 180_000);

it('the answer to any call of a new beginning is lost, whichever', async () => {
  const at = await begun('hill');
  const written = write(at);
  await cycle(at);
  await at.site.upload(written.file.id, photo);
  await at.site.untilIntegrated();
  await cycle(at);
  for (let cut = 1, wasCut = true; wasCut; cut++) {
    const again = await wipedOf(at);
    again.site.batchSize = 3;
    again.site.cuts.add(cut);
    await cycleAgain(again);
    wasCut = again.site.cuts.size === 0;
    again.site.cuts.clear();
    expect(wasCut || cut > 8).toBe(true);
    expect(again.site.records).toEqual(at.site.records);
    // all of it once more, where it began once more
    expect(new Set(again.older.returned.map(({ recordId }) => recordId))).toEqual(
      new Set([written.shelf.id]),
    );
    expect(await cycle(again)).toBe(0);
    const edited = { serial_number: `X ${cut}`, modified_datetime: later(cut) };
    again.site.edit('asset', written.asset.id, edited);
    await cycle(again);
    expect(await programme.asset(written.asset.id)).toMatchObject({ serialNumber: `X ${cut}` });
    at.site.records.set(`asset/${written.asset.id}`, again.site.of('asset', written.asset.id));
  }
}, 180_000);

it('its own database is put back to any step of a cycle, one after the other', async () => {
  const at = await begun('hill');
  const { site } = at;
  const first = write(at);
  await cycle(at);
  await site.upload(first.file.id, photo);
  await site.untilIntegrated();
  await cycle(at);
  const steps: At[] = [];
  site.onCall = () => {
    const copy = site.copy();
    steps.push({ site: copy, older: at.older.copy(copy) });
  };
  const second = write(at);
  site.edit('asset', first.asset.id, { notes: 'of the day that is lost', modified_datetime: later(1) });
  await cycle(at);
  site.onCall = () => undefined;
  await site.upload(second.file.id, photo);
  await site.untilIntegrated();
  await cycle(at);
  expect(steps.length).toBeGreaterThan(8);
  for (const [index, step] of steps.entries()) {
    step.site.mayGetAgain = true;
    const edited = { serial_number: `X ${index}`, modified_datetime: later(2 + index) };
    step.site.edit('asset', first.asset.id, edited);
    for (let cycles = 0; cycles < 3; cycles++) await cycle(step);
    step.site.mayGetAgain = false;
    expect([index, await cycle(step)]).toEqual([index, 0]);
    expect([index, await programme.asset(first.asset.id)]).toMatchObject([
      index,
      { notes: 'of the day that is lost', serialNumber: `X ${index}` },
    ]);
    expect(step.site.of('asset', first.asset.id)).toMatchObject({
      ...{ notes: 'of the day that is lost', serial_number: `X ${index}` },
    });
    // a copy from before a piece was written has it too, with all that hangs on it
    expect([index, [...step.site.records.keys()].sort()]).toEqual([index, [...site.records.keys()].sort()]);
  }
  for (const written of [first, second]) await expectWhole(steps.at(-1) ?? at, written);
  const { asset, log, file } = second;
  expect(await changesOf(asset.id, log.id, file.id)).toEqual({
    ...{ 'asset.create': 1, 'assetLog.add': 1, 'file.attach': 1 },
  });
  // one for the notes, and one for each serial number
  expect((await changesOf(first.asset.id))['asset.edit']).toBe(1 + steps.length);
  expect((await programme.kept()).total).toBe(0);
}, 180_000);
