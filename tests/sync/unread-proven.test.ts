/** An older app can prove changes that it cannot read all the same, and give them back. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { updateStatus } from '#shared/commands/update-status';
import { app, NEWER } from '../worlds/app';
import { fridge } from './replicas';
import { must, Restored } from './restored';
import { until } from './until';

vi.mock('#shared/change/check', async (original) => (await import('../worlds/app')).twoVersions(original));

let programme: Restored;

beforeEach(async () => void (programme = await Restored.start()));
afterEach(() => {
  app.isOld = false;
  return programme.stop();
});

test('[P2] [G1] a device with an older app gives back what it cannot read, and all that stands around it', async () => {
  const [phone, tablet] = [await programme.device(), await programme.device()];
  await programme.visit(tablet);
  const backup = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-1', 'a1')));
  must(await phone.commit(updateStatus, { assetId: 'a1', functionalStatus: NEWER }));
  must(await phone.commit(addAsset, fridge('A-2', 'a2')));
  await programme.visit(phone);
  const sent = await programme.changesOf(programme.document);
  app.isOld = true;
  await programme.visit(tablet);
  expect(await tablet.db.holes.count()).toBe(1);

  // the phone is lost, and central knows nothing of all that
  await programme.restore(backup);
  await programme.visit(tablet);
  expect(await programme.changesOf(programme.document)).toEqual(sent);
  app.isOld = false;
  expect(await programme.atCentral('a1')).toMatchObject({ functionalStatus: NEWER });
});

test('[P4] what a device cannot read is kept with its receipt, wherever it is killed', async () => {
  const [phone, tablet] = [await programme.device(), await programme.device()];
  await programme.visit(tablet);
  const backup = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-1', 'a1')));
  must(await phone.commit(updateStatus, { assetId: 'a1', functionalStatus: NEWER }));
  await programme.visit(phone);
  const sent = await programme.changesOf(programme.document);
  app.isOld = true;
  const { db } = tablet;
  // the last write before the kill is what came; telling of what cannot be read would be the next
  const killed = (): never => {
    throw new Error('killed');
  };
  db.problems.hook('creating').subscribe(killed);
  const engine = programme.start(tablet);
  const ofStore = () => db.receipts.where('document').equals(programme.document);
  await until(
    () => ofStore().count(),
    (count) => count > 0,
  );
  await engine.stop();
  db.problems.hook('creating').unsubscribe(killed);

  // the phone is lost, and central knows nothing of all that
  await programme.restore(backup);
  await programme.visit(tablet);
  expect(await programme.changesOf(programme.document)).toEqual(sent);
});
