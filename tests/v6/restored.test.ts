/** Open mSupply sites after central was put back to a backup: nothing is passed over, and what only they have is not written over. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/change/change';
import { canonicalJson } from '#shared/canonical-json';
import { editAsset } from '#shared/commands/edit-asset';
import type { Json } from '#shared/json';
import { createSite } from '../../src/central-api/sites';
import { staffFetch } from '../sync/engines';
import { store } from '../sync/replicas';
import { must, Restored } from '../sync/restored';
import type { Data } from './open-msupply-site';
import { OpenMSupplySite } from './open-msupply-site';
import { someAsset } from './records';
import { OlderApi } from './site/older-api';

let programme: Restored;
let site: OpenMSupplySite;

beforeEach(async () => {
  programme = await Restored.start();
  const { registry } = programme.database;
  const siteId = (await registry.sites.sitesOfStores([store.id])).get(store.id) ?? '';
  await programme.speakV6(siteId, { name: 'hill', password: 'a site password' });
  site = new OpenMSupplySite(programme.central.origin, 'hill', 'a site password');
});
afterEach(() => programme.stop());

async function addAtCentral(assetNumber: string): Promise<string> {
  const entityId = randomUUID();
  const patch = { storeId: store.id, assetNumber };
  await programme.author(programme.document, { kind: 'asset.create', entityId, patch });
  return entityId;
}

const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);
const MOVED_AT = later(1);
const atCentral = (id: string): Promise<unknown> => programme.atCentral(id);

/** A site may be sent again what came after the backup. */
async function restoreTo(backup: string): Promise<void> {
  await programme.restore(backup);
  site.mayGetAgain = true;
}

const write = (data: Data & { id: string }): void => site.write('asset', { store_id: store.id, ...data });

describe('a site that asks from a cursor of before the restore', () => {
  it('gets all that came since, though the answer to its first question was lost', async () => {
    for (const number of ['1', '2', '3']) await addAtCentral(number);
    await site.cycle();
    const backup = await programme.backup();
    for (const number of ['4', '5']) await addAtCentral(number);
    await site.cycle();
    await restoreTo(backup);
    const since: string[] = [];
    for (const number of ['6', '7', '8', '9']) since.push(await addAtCentral(number));
    site.cuts.add(site.calls + 1);
    await expect(site.pullOnce()).rejects.toThrow();
    await site.pull();
    site.mayGetAgain = false;
    expect(since.filter((id) => !site.records.has(`asset/${id}`))).toEqual([]);
    expect(await site.cycle()).toEqual([]);
  });

  it('keeps its own edits of after the backup, and brings them with the next one', async () => {
    const id = await addAtCentral('1');
    await site.cycle();
    const backup = await programme.backup();
    site.edit('asset', id, { notes: 'written after the backup', modified_datetime: later(1) });
    await site.cycle();
    await restoreTo(backup);
    const other = await addAtCentral('2');
    await site.cycle();
    expect(site.records.has(`asset/${other}`)).toBe(true);
    expect(site.of('asset', id)).toMatchObject({ notes: 'written after the backup' });
    site.edit('asset', id, { serial_number: 'SN 7', modified_datetime: later(2) });
    await site.cycle();
    expect(await atCentral(id)).toMatchObject({ notes: 'written after the backup', serialNumber: 'SN 7' });
  });
});

it('a site that was put back itself gets its own records again', async () => {
  await site.cycle();
  const before = await addAtCentral('1');
  await site.cycle();
  const copy = { cursor: site.cursor, records: new Map(site.records) };
  const asset = someAsset(randomUUID(), { store_id: store.id });
  write(asset);
  await site.cycle();
  await addAtCentral('2');
  await site.cycle();
  const again = site.wiped();
  again.isInitialised = true;
  again.cursor = copy.cursor;
  for (const [key, record] of copy.records) again.records.set(key, record);
  await again.cycle();
  expect(again.records.get(`asset/${before}`)).toBeDefined();
  expect(again.records.get(`asset/${asset.id}`)).toEqual(asset);
  expect(await again.cycle()).toEqual([]);
});

it('a change of a device that comes late and makes no difference brings a site nothing', async () => {
  const device = await programme.device();
  const id = await addAtCentral('1');
  await programme.visit(device);
  await site.cycle();
  must(await device.commit(editAsset, { id, values: { notes: 'earlier, and offline' } }));
  site.edit('asset', id, { notes: 'later', modified_datetime: later(1) });
  await site.cycle();
  await programme.visit(device);
  expect(await site.cycle()).toEqual([]);
  expect(await atCentral(id)).toMatchObject({ notes: 'later' });
});

it('the creation of what a site brings names its store, wherever it is copied to (rule W1)', async () => {
  const asset = someAsset(randomUUID(), { store_id: store.id });
  write(asset);
  await site.cycle();
  const stored = await programme.database.changes.after(0, 1000);
  const creation = stored.find(({ change }) => change.entityId === asset.id)?.change;
  expect(creation).toMatchObject({ kind: 'asset.create', patch: { storeId: store.id } });
});

it('a site that asks by the older API from a cursor of before the restore gets every item', async () => {
  site.database.knowsStores = true;
  const older = new OlderApi(site);
  const item = async (entityId: string): Promise<void> => {
    const patch = { code: entityId, name: entityId, unit: '' };
    await programme.author('config', { kind: 'item.create', entityId, patch });
  };
  await item('before');
  await older.cycle();
  const backup = await programme.backup();
  for (const name of ['lost 1', 'lost 2', 'lost 3']) await item(name);
  await older.cycle();
  await restoreTo(backup);
  const since = ['since 1', 'since 2', 'since 3', 'since 4', 'since 5'];
  for (const name of since) await item(name);
  await older.cycle();
  expect(since.filter((name) => !older.records.has(`item/${name}`))).toEqual([]);
  await older.cycle();
});

it('[C1] a record that is pushed again in another life of central becomes the same change, or another one', async () => {
  const id = await addAtCentral('1');
  await site.cycle();
  const said = new Map<string, unknown>();
  const look = async (): Promise<void> => {
    for (const { change } of await programme.database.changes.after(0, 1000))
      expect(change).toEqual(said.get(change.id) ?? said.set(change.id, change).get(change.id));
  };
  const backup = await programme.backup();
  const device = await programme.device();
  await programme.visit(device);
  must(await device.commit(editAsset, { id, values: { notes: 'of a device' } }));
  await programme.visit(device);
  await site.cycle();
  site.edit('asset', id, { serial_number: 'SN 1', notes: 'of the site', modified_datetime: later(1) });
  await site.cycle();
  const asset = someAsset(randomUUID(), { store_id: store.id });
  write(asset);
  await site.cycle();
  await look();
  const before = said.size;
  await restoreTo(backup);
  // central asks for everything again, and gets it in another order, over other values
  for (const [key, record] of [...site.records].reverse())
    if (key.startsWith('asset/')) site.write('asset', record as Data & { id: string });
  await site.cycle();
  await look();
  expect(said.get((await changeOf(asset.id)).id)).toMatchObject({ entityId: asset.id, kind: 'asset.create' });
  expect(said.size).toBeGreaterThanOrEqual(before);
});

it('[C1] so does a move in such a record, though its time is that of central', async () => {
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  const far = { id: 'far', code: 'FAR', name: 'Far away' };
  must(await createSite(staff, { code: 'B', name: 'Site B', stores: [far] }));
  const id = await addAtCentral('1');
  await site.cycle();
  const device = await programme.device();
  await programme.visit(device);
  const backup = await programme.backup();
  const push = async (): Promise<void> => {
    site.edit('asset', id, { store_id: far.id, modified_datetime: MOVED_AT });
    await site.cycle();
  };
  await push();
  await programme.visit(device);
  await restoreTo(backup);
  await push();
  for (let round = 0; round < 2; round++) await programme.visit(device);
  const moves = new Map<string, Set<string>>();
  for (const { change } of await programme.database.changes.after(0, 1000))
    if (change.kind === 'asset.move')
      moves.set(change.id, (moves.get(change.id) ?? new Set()).add(canonicalJson(change as unknown as Json)));
  expect([...moves.values()].filter((said) => said.size > 1)).toEqual([]);
  const { document } = programme;
  expect(await programme.rootAt(device, document)).toBe(await programme.rootAtCentral(document));
  expect(await atCentral(id)).toMatchObject({ storeId: far.id });
});

async function changeOf(entityId: string): Promise<Change> {
  const stored = await programme.database.changes.after(0, 1000);
  const found = stored.find(({ change }) => change.entityId === entityId);
  if (!found) throw new Error('not stored');
  return found.change;
}
