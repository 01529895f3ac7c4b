/** What a device sent to a store that its site had lost already comes back after a restore like the rest. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { createSite, moveStore } from '../../src/central-api/sites';
import { staffFetch } from './engines';
import { fridge, store } from './replicas';
import { must, Restored } from './restored';

let programme: Restored;
let there: string;

const staff = async () => ({ url: programme.central.origin, fetch: await staffFetch(programme.central) });

beforeEach(async () => {
  programme = await Restored.start();
  const stores = [{ id: 'other', code: 'O', name: 'Other' }];
  there = must(await createSite(await staff(), { code: 'T', name: 'There', stores })).id;
});
afterEach(() => programme.stop());

it.each(['stands', 'is forgotten'])('[P4] [G9] where the move of the store %s', async (move) => {
  // of others' changes in the document it never hears
  const [tablet, phone] = [await programme.device(), await programme.device()];
  must(await tablet.commit(addAsset, fridge('A-0', 'asset-0')));
  await programme.visit(tablet);
  const early = await programme.backup();
  must(await moveStore(await staff(), store.id, there));
  const late = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.visit(phone);
  expect(await programme.atCentral('asset-1')).toBeDefined();
  await programme.restore(move === 'stands' ? late : early);
  if (move !== 'stands') must(await moveStore(await staff(), store.id, there));
  await programme.visit(phone);
  expect(await programme.atCentral('asset-1')).toBeDefined();
});
