/** A central server that was put back from a backup: changes that it had acknowledged come back, from every device that holds them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { receiptsOf } from '../../src/replica/proofs/receipts';
import type { Replica } from '../../src/replica/replica';
import { createSite } from '../../src/central-api/sites';
import { staffFetch } from './engines';
import { fridge } from './replicas';
import { must, Restored } from './restored';
import { until } from './until';

let programme: Restored;
let phone: Replica;
let tablet: Replica;

beforeEach(async () => {
  programme = await Restored.start();
  phone = await programme.device();
  tablet = await programme.device();
});

afterEach(() => programme.stop());

const asset = (
  replica: Replica,
  id: string,
  isWanted: (row: { notes?: string; donor?: string }) => boolean,
) =>
  until(
    () => replica.db.assets.get(id),
    (row) => row !== undefined && isWanted(row),
  );

const visit = (replica: Replica): Promise<void> => programme.visit(replica);

const expectSame = async (replica: Replica, document: string): Promise<void> =>
  expect(await programme.rootAt(replica, document)).toBe(await programme.rootAtCentral(document));

test('[P1] after a restore central never writes at a clock that a device has already', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await visit(phone);
  const backup = await programme.backup();
  const edit = { kind: 'asset.edit', entityId: 'asset-1' };
  await programme.author(programme.document, { ...edit, patch: { donor: 'WORLD BANK' } });
  await visit(phone);
  expect(await phone.db.assets.get('asset-1')).toMatchObject({ donor: 'WORLD BANK' });
  await programme.restore(backup);
  await programme.author(programme.document, { ...edit, patch: { storageLocation: 'WARD 7' } });
  await visit(phone);
  const both = { donor: 'WORLD BANK', storageLocation: 'WARD 7' };
  expect(await phone.db.assets.get('asset-1')).toMatchObject(both);
  expect(await programme.atCentral('asset-1')).toMatchObject(both);
  await expectSame(phone, programme.document);
});

test('[G1] any one holder gives back what others made and central lost, in place and unaltered', async () => {
  const backup = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await visit(phone);
  must(await tablet.commit(addAsset, fridge('A-2', 'asset-2')));
  await visit(tablet);
  const before = await programme.changesOf(programme.document);
  const heads = await programme.database.changes.heads([programme.document]);
  await programme.restore(backup);
  expect(await programme.atCentral('asset-1')).toBeUndefined();
  // the author of asset-1 never comes back
  await visit(tablet);
  expect(await programme.changesOf(programme.document)).toEqual(before);
  expect(await programme.database.changes.heads([programme.document])).toEqual(heads);
  expect(await programme.atCentral('asset-1')).toMatchObject({
    assetNumber: 'A-1',
    functionalStatus: 'FUNCTIONING',
  });
  expect(await programme.atCentral('asset-2')).toMatchObject({ assetNumber: 'A-2' });
  await expectSame(tablet, programme.document);
});

test('[G1] a device gives back central data, which it may not write', async () => {
  const backup = await programme.backup();
  const item = { kind: 'item.create', entityId: 'item-1', patch: { code: 'BCG', name: 'BCG vaccine' } };
  await programme.author('config', item);
  await visit(phone);
  await programme.restore(backup);
  expect(await programme.database.rows.row('item', 'item-1')).toBeUndefined();
  await visit(phone);
  expect(await programme.database.rows.row('item', 'item-1')).toMatchObject({ code: 'BCG' });
});

test('[P8] what lies in documents that are only visited comes back too', async () => {
  const backup = await programme.backup();
  const lastYear = programme.document.replace(/\d+$/, String(programme.year - 1));
  const create = {
    kind: 'asset.create',
    patch: { assetNumber: 'OLD', storeId: 'store-1' },
    entityId: 'old-1',
  };
  await programme.author(lastYear, {
    ...create,
    patch: { ...create.patch, storeId: lastYear.split('/')[1] ?? '' },
  });
  await visit(phone);
  expect(await phone.db.assets.get('old-1')).toMatchObject({ assetNumber: 'OLD' });
  await programme.restore(backup);
  await visit(phone);
  expect(await programme.atCentral('old-1')).toMatchObject({ assetNumber: 'OLD' });
});

test('[G2] an asset that was moved since the backup stays moved, with all its history', async () => {
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  const other = { id: 'other', code: 'O', name: 'Other' };
  must(await createSite(staff, { code: 'B', name: 'Site B', stores: [other] }));
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await visit(phone);
  const backup = await programme.backup();
  expect(await programme.move('asset-1', 'other')).toBe(200);
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'written late' } }));
  await visit(phone);
  await programme.restore(backup);
  expect(await programme.atCentral('asset-1')).toMatchObject({ storeId: programme.document.split('/')[1] });
  await visit(phone);
  expect(await programme.atCentral('asset-1')).toMatchObject({ storeId: 'other', notes: 'written late' });
  const there = await programme.changesOf(programme.document.replace(/\/[^/]+\//, '/other/'));
  expect(there).toEqual(await programme.changesOf(programme.document));
});

test('[P5] a receipt that says less does not take the place of one that says more', async () => {
  const backup = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await visit(phone);
  await visit(tablet);
  const before = await receiptsOf(tablet.db, programme.document);
  expect(before.length).toBeGreaterThan(0);
  await programme.restore(backup);
  await programme.restore(await programme.backup());
  await visit(tablet);
  expect(await programme.atCentral('asset-1')).toMatchObject({ assetNumber: 'A-1' });
});

test('[G3] what central lost goes up before what is new', async () => {
  const backup = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await visit(phone);
  await visit(tablet);
  must(await tablet.commit(editAsset, { id: 'asset-1', values: { notes: 'new' } }));
  await programme.restore(backup);
  await visit(tablet);
  const kinds = (await programme.database.changes.after(0, 100))
    .filter(({ document }) => document === programme.document)
    .map(({ change }) => change.kind);
  expect(kinds.at(0)).toBe('asset.create');
  expect(kinds.at(-1)).toBe('asset.edit');
  await asset(tablet, 'asset-1', ({ notes }) => notes === 'new');
  expect(await programme.atCentral('asset-1')).toMatchObject({ notes: 'new' });
});

test('[G4] a key that the backup has not keeps nothing from coming back, and nothing is dropped', async () => {
  const backup = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await visit(phone);
  await visit(tablet);
  await programme.restore(backup, (sql) => {
    sql.run('DELETE FROM receipt_keys');
  });
  await visit(tablet);
  expect(await tablet.db.assets.get('asset-1')).toMatchObject({ assetNumber: 'A-1' });
  expect(await programme.atCentral('asset-1')).toBeUndefined();
  expect(await tablet.db.problems.count()).toBe(0);
  // its author offers it as new
  await visit(phone);
  expect(await programme.atCentral('asset-1')).toMatchObject({ assetNumber: 'A-1' });
});

test('[P6] what differs at one clock is not mixed: neither side takes the other’s changes on top of its own', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await visit(phone);
  await visit(tablet);
  const [record] = await tablet.db.changes.where('entity').equals('asset').toArray();
  // a tablet whose storage holds something else at a clock than central
  if (record) await tablet.db.changes.update(record.id, { 'change.patch.assetNumber': 'B-1' });
  await tablet.db.chains.clear();
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'more' } }));
  await visit(phone);
  const engine = programme.start(tablet);
  await until(
    () => tablet.db.progress.get('sync'),
    (progress) => progress?.state === 'done',
  );
  await engine.stop();
  expect(await tablet.db.assets.get('asset-1')).not.toHaveProperty('notes');
});
