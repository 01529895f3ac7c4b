/** Two lives of one client id, both acknowledged: both live on, and nobody has to choose. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { openReplica, type Replica } from '../../src/replica/replica';
import { copyOf } from './engines';
import { fridge, testClock } from './replicas';
import { must, Restored } from './restored';

let programme: Restored;
let phone: Replica;
let tablet: Replica;
let earlier: string;

/** The programme and the phone as they were before, each in a copy; then both go on, and the tablet sees it. */
beforeEach(async () => {
  programme = await Restored.start();
  phone = await programme.device();
  tablet = await programme.device();
  must(await phone.commit(addAsset, fridge('A-0', 'asset-0')));
  await programme.visit(phone);
  await programme.visit(tablet);
  earlier = await programme.backup();
});

afterEach(() => programme.stop());

const putBack = async ({ db }: Replica): Promise<Replica> =>
  openReplica(await copyOf(db), testClock(Date.now() + 60_000));

async function expectAllEverywhere(replicas: readonly Replica[], ids: readonly string[]): Promise<void> {
  const root = await programme.rootAtCentral(programme.document);
  for (const replica of replicas) expect(await programme.rootAt(replica, programme.document)).toBe(root);
  for (const id of ids) {
    expect(await programme.atCentral(id)).toBeDefined();
    for (const { db } of replicas) expect(await db.assets.get(id)).toBeDefined();
  }
  // each once
  const stored = await programme.changesOf(programme.document);
  expect(new Set(stored).size).toBe(stored.length);
}

test('[G7] [G8] a phone and central are both put back, and the phone writes something else: a holder of the first life loses none of the two', async () => {
  const before = await putBack(phone);
  must(await phone.commit(addAsset, fridge('A-1', 'first-life')));
  await programme.visit(phone);
  await programme.visit(tablet);
  await programme.restore(earlier);
  must(await before.commit(addAsset, fridge('B-1', 'second-life')));
  await programme.visit(before);
  must(await tablet.commit(addAsset, fridge('C-1', 'of-tablet')));
  await programme.visit(tablet);
  await programme.visit(tablet);
  await programme.visit(before);
  await expectAllEverywhere([before, tablet], ['asset-0', 'first-life', 'second-life', 'of-tablet']);
});

test('[G7] [G8] the phone that lived the first life goes on under a new client id, with what it had not sent', async () => {
  const before = await putBack(phone);
  must(await phone.commit(addAsset, fridge('A-1', 'first-life')));
  await programme.visit(phone);
  must(await phone.commit(editAsset, { id: 'first-life', values: { notes: 'not sent yet' } }));
  const former = (await phone.db.identity.get('me'))?.clientId;
  await programme.restore(earlier);
  must(await before.commit(addAsset, fridge('B-1', 'second-life')));
  await programme.visit(before);
  await programme.visit(phone);
  await programme.visit(phone);
  await programme.visit(before);
  expect((await phone.db.identity.get('me'))?.clientId).not.toBe(former);
  expect(await programme.atCentral('first-life')).toMatchObject({ notes: 'not sent yet' });
  await expectAllEverywhere([before, phone], ['asset-0', 'first-life', 'second-life']);
  expect(await phone.db.problems.count()).toBe(0);
});

test('[G7] two holders of the same branch bring it once', async () => {
  const before = await putBack(phone);
  must(await phone.commit(addAsset, fridge('A-1', 'first-life')));
  await programme.visit(phone);
  const other = await programme.device();
  await programme.visit(tablet);
  await programme.visit(other);
  await programme.restore(earlier);
  must(await before.commit(addAsset, fridge('B-1', 'second-life')));
  await programme.visit(before);
  await programme.visit(tablet);
  // this one is not known any more
  await programme.visitUnknown(other);
  await programme.visit(phone);
  await programme.visit(before);
  await expectAllEverywhere([before, tablet, phone], ['asset-0', 'first-life', 'second-life']);
});
