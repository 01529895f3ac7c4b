/** A device that a restored central server does not know: changes that it can prove come back all the same. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { unknownDevice } from './bearer';
import type { Replica } from '../../src/replica/replica';
import { fridge } from './replicas';
import { must, Restored } from './restored';

let programme: Restored;

beforeEach(async () => {
  programme = await Restored.start();
});
afterEach(() => programme.stop());

const visitUnknown = (replica: Replica): Promise<void> => programme.visitUnknown(replica);

test('[G6] a device that joined after the backup gives back what it can prove, and nothing else', async () => {
  const backup = await programme.backup();
  const phone = await programme.device();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.author('config', {
    ...{ kind: 'item.create', entityId: 'item-1' },
    patch: { code: 'BCG', name: 'BCG vaccine' },
  });
  await programme.visit(phone);
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'never sent' } }));
  await programme.restore(backup);
  await visitUnknown(phone);
  expect(await programme.atCentral('asset-1')).toMatchObject({ assetNumber: 'A-1' });
  expect(await programme.atCentral('asset-1')).not.toHaveProperty('notes');
  expect(await programme.database.rows.row('item', 'item-1')).toMatchObject({ code: 'BCG' });
  // changes that were not proven wait on the device
  expect(await phone.db.outbox.count()).toBe(1);
  // once again: nothing new comes of it
  const before = await programme.changesOf(programme.document);
  await visitUnknown(phone);
  expect(await programme.changesOf(programme.document)).toEqual(before);
});

test('[G6] a device that was shut out gives back what it can prove', async () => {
  const backup = await programme.backup();
  const phone = await programme.device();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.visit(phone);
  await programme.restore(backup);
  const tablet = await programme.device();
  await programme.visit(tablet);
  await programme.revoke(tablet);
  // it was given the phone's data by nobody
  await visitUnknown(tablet);
  expect(await programme.atCentral('asset-1')).toBeUndefined();
  await visitUnknown(phone);
  expect(await programme.atCentral('asset-1')).toMatchObject({ assetNumber: 'A-1' });
});

test('[G6] who is not known is told of nothing before a receipt was shown, and may offer nothing new', async () => {
  const phone = await programme.device();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.visit(phone);
  const stranger = await unknownDevice(programme.central, programme.document);
  expect(await stranger.heard()).toEqual([]);
  expect(await stranger.ask()).toEqual([]);
  expect(await stranger.offer()).toBe(4403);
  const old = await unknownDevice(programme.central, programme.document, { saysSo: false });
  expect(await old.closed).toBe(4401);
});
