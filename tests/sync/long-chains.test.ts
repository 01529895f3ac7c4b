/** Chains that are too long to wait for their end at central: they come back all the same, whoever made them. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import type { Replica } from '../../src/replica/replica';
import { fridge } from './replicas';
import { must, Restored } from './restored';

vi.mock(import('../../server/sync/give-back/numbers'), () => ({ STAGE_CAP: 3000, PART: 3 }) as never);

let programme: Restored;
let phone: Replica;
let backup: string;

beforeEach(async () => {
  programme = await Restored.start();
  phone = await programme.device();
  await programme.visit(phone);
  backup = await programme.backup();
});
afterEach(() => programme.stop());

const byStaff = async (id: string): Promise<void> =>
  programme.author(programme.document, {
    ...{ kind: 'asset.create', entityId: id },
    patch: { storeId: 'store-1', assetNumber: id, notes: 'x'.repeat(300) },
  });
const byPhone = async (id: string): Promise<void> => void must(await phone.commit(addAsset, fridge(id, id)));

test.each([
  ['staff', byStaff],
  ['another device', byPhone],
])('[G2] of %s: any holder brings it back', async (who, write) => {
  const holder = who === 'staff' ? phone : await programme.device();
  if (who !== 'staff') backup = await programme.backup();
  const ids = Array.from({ length: 30 }, (_, n) => `a-${n}`);
  for (const id of ids) await write(id);
  if (who !== 'staff') await programme.visit(phone);
  await programme.visit(holder);
  const [before, root] = [
    await programme.changesOf(programme.document),
    await programme.rootAtCentral(programme.document),
  ];
  expect(before.length).toBeGreaterThanOrEqual(30);
  await programme.restore(backup);
  expect(await programme.changesOf(programme.document)).toEqual([]);
  await programme.visit(holder);
  expect(await programme.changesOf(programme.document)).toEqual(before);
  expect(await programme.rootAtCentral(programme.document)).toBe(root);
  expect(await programme.atCentral('a-29')).toBeDefined();
  expect(await holder.db.problems.toArray()).toEqual([]);
});
