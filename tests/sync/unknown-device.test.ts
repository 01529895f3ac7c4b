/** A device that a restored central server does not know: changes that it can prove come back all the same. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite, moveStore } from '../../src/central-api/sites';
import { unknownDevice } from './bearer';
import { joinDevice, staffFetch } from './engines';
import type { Replica } from '../../src/replica/replica';
import { fridge, store } from './replicas';
import { must, Restored } from './restored';
import { untilProgress } from './until';

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

describe('[G9] after a restore that gives a store back to its former site, a device of the other site', () => {
  let phone: Replica;
  let tablet: Replica;
  let backup: string;
  let moveToOther: () => Promise<void>;

  beforeEach(async () => {
    const otherStore = { id: 'other', code: 'O', name: 'Other' };
    const staff = async () => ({
      url: programme.central.origin,
      fetch: await staffFetch(programme.central),
    });
    const other = must(await createSite(await staff(), { code: 'B', name: 'Site B', stores: [otherStore] }));
    moveToOther = async () => void must(await moveStore(await staff(), store.id, other.id));
    phone = await programme.device();
    tablet = await joinDevice(programme.central, must(await createJoinCode(await staff(), other.id)).code);
    must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
    await programme.visit(phone);
    backup = await programme.backup();
    await moveToOther();
    await programme.visit(tablet);
    must(await tablet.commit(editAsset, { id: 'asset-1', values: { notes: 'of site B' } }));
    await programme.visit(tablet);
  });

  test('gives back what it can prove of it, once, and is sent nothing of it', async () => {
    await programme.restore(backup);
    must(await phone.commit(editAsset, { id: 'asset-1', values: { donor: 'of site A' } }));
    await programme.visit(phone);
    await programme.visit(tablet);
    expect(await programme.atCentral('asset-1')).toMatchObject({ notes: 'of site B', donor: 'of site A' });
    expect(await tablet.db.assets.get('asset-1')).not.toMatchObject({ donor: 'of site A' });
    expect(await programme.restoreReport()).toMatchObject({ restored: { cameBack: 1, unknownDevices: 0 } });
    await programme.visit(phone);
    expect(await phone.db.assets.get('asset-1')).toMatchObject({ notes: 'of site B' });
  });

  test('keeps what it cannot prove until the store is its site’s again, and gives back the rest all the same', async () => {
    must(await tablet.commit(editAsset, { id: 'asset-1', values: { donor: 'never sent' } }));
    await programme.restore(backup);
    const engine = programme.start(tablet);
    await untilProgress(tablet.db, ({ errorCode }) => errorCode === 'not-allowed');
    await engine.stop();
    expect(await programme.atCentral('asset-1')).toMatchObject({ notes: 'of site B' });
    expect(await programme.atCentral('asset-1')).not.toHaveProperty('donor');
    expect(await tablet.db.outbox.count()).toBe(1);
    await moveToOther();
    await programme.visit(tablet);
    expect(await programme.atCentral('asset-1')).toMatchObject({ notes: 'of site B', donor: 'never sent' });
  });

  test('may read nothing, nor write, by the way on which it gives back', async () => {
    await programme.restore(backup);
    const identity = await tablet.db.identity.get('me');
    const token = identity?.kind === 'site' ? identity.deviceToken : '';
    const asked = await unknownDevice(programme.central, programme.document, { token });
    expect(await asked.heard()).toEqual([]);
    expect(await asked.ask()).toEqual([]);
    expect(await asked.offer()).toBe(4403);
    const without = await unknownDevice(programme.central, programme.document, { token, saysSo: false });
    expect(await without.closed).toBe(4403);
  });
});
