/** A device that a restore has forgotten joins again, after staff have moved its store to another site once more. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { join } from '../../src/central-api/join';
import { createSite, moveStore } from '../../src/central-api/sites';
import { adoptSite } from '../../src/replica/identity/identity';
import { staffFetch } from './engines';
import { fridge, store } from './replicas';
import { must, Restored } from './restored';

let programme: Restored;
let there: string;
let backup: string;

const staff = async () => ({ url: programme.central.origin, fetch: await staffFetch(programme.central) });

beforeEach(async () => {
  programme = await Restored.start();
  const stores = [{ id: 'other', code: 'O', name: 'Other' }];
  there = must(await createSite(await staff(), { code: 'T', name: 'There', stores })).id;
  backup = await programme.backup();
});
afterEach(() => programme.stop());

it('[D2] may send what it made there and could not send', async () => {
  const phone = await programme.device();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.visit(phone);
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'not sent yet' } }));
  await programme.restore(backup);
  must(await moveStore(await staff(), store.id, there));
  await programme.visitUnknown(phone);
  const { origin: url } = programme.central;
  const joined = must(await join({ url }, { code: await programme.code(), deviceName: 'A phone' }));
  must(await adoptSite(phone.db, url, 'A phone', joined));
  await programme.visit(phone);
  expect(await programme.atCentral('asset-1')).toMatchObject({ notes: 'not sent yet', storeId: store.id });
});
