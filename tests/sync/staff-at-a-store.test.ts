// Support staff work on the equipment of a store: their browser holds it, writes without a link, and central authors their changes.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { updateStatus } from '#shared/commands/update-status';
import { getHeldAsset } from '../../src/central-api/held';
import { dropAsset, dropHeld } from '../../src/replica/held/drop-held';
import { hold } from '../../src/replica/held/hold';
import { isOnItsWay, whenArrived } from '../../src/replica/held/on-its-way';
import type { Replica } from '../../src/replica/replica';
import type { Central } from '../../server/start-central';
import { HeldFrames } from './held-frames';
import { joinDevice, makeSite, must, runEngine, signInStaff, startTestCentral, staffFetch } from './engines';
import { fridge, withHierarchy } from './replicas';
import { until, untilProgress, untilSettled } from './until';

let central: Central;
let phone: Replica;
let staff: Awaited<ReturnType<typeof signInStaff>>;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  central = await startTestCentral();
  phone = await joinDevice(central, await (await makeSite(central)).code());
  staff = await signInStaff(central);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await central.close();
});

const start = (replica: Replica, world = {}) => {
  const engine = runEngine(replica.db, world);
  stops.push(() => engine.stop());
  return engine;
};
const nothingWaits = (replica: Replica) => untilSettled(replica.db);

async function addedAsset(replica: Replica, number = 'A-1'): Promise<string> {
  const [asset] = must(await replica.commit(addAsset, fridge(number)));
  return asset?.entityId ?? '';
}

async function holdAsset(assetId: string): Promise<void> {
  const caller = { url: central.origin, fetch: await staffFetch(central) };
  await hold(staff.replica.db, must(await getHeldAsset(caller, assetId)), Date.now());
}

it('what staff record and edit without a link reaches the site when it is back, marked as theirs', async () => {
  start(phone);
  const assetId = await addedAsset(phone);
  await nothingWaits(phone);
  await holdAsset(assetId);
  const { db } = staff.replica;
  expect(await db.assets.get(assetId)).toMatchObject({ assetNumber: 'A-1', functionalStatus: 'FUNCTIONING' });
  const engine = start(staff.replica, staff.world);
  engine.setOnline(false);
  must(
    await staff.replica.commit(updateStatus, {
      assetId,
      functionalStatus: 'NOT_IN_USE',
      comment: 'Told by phone',
    }),
  );
  must(await staff.replica.commit(editAsset, { id: assetId, values: { donor: 'Unicef' } }));
  expect(await db.assets.get(assetId)).toMatchObject({ functionalStatus: 'NOT_IN_USE', donor: 'Unicef' });
  expect(await db.outbox.count()).toBe(2);
  engine.setOnline(true);
  engine.signal('online');
  await nothingWaits(staff.replica);
  await until(
    () => phone.db.assets.get(assetId),
    (row) => row?.donor === 'Unicef',
  );
  const [log] = (await phone.db.assetLogs.where('assetId').equals(assetId).toArray()).filter(
    ({ comment }) => comment === 'Told by phone',
  );
  const { user } = (await db.identity.get('me')) as { user: { id: string } } & object;
  expect(log?.userId).toBe(user.id);
  expect(await db.problems.count()).toBe(0);
});

it('what staff write while a cycle is under way goes up once it ends, and does not wait for the next', async () => {
  start(phone);
  const assetId = await addedAsset(phone);
  await nothingWaits(phone);
  await holdAsset(assetId);
  const { db } = staff.replica;
  const frames = new HeldFrames();
  start(staff.replica, { ...staff.world, WebSocket: frames.over(staff.world.WebSocket) });
  // the calls of the cycle are done: it exchanges a document, and the link is slow
  await frames.begun;
  must(await staff.replica.commit(updateStatus, { assetId, functionalStatus: 'NOT_IN_USE' }));
  await untilProgress(db, ({ waiting }) => waiting === 1);
  frames.release();
  await nothingWaits(staff.replica);
  await until(
    () => phone.db.assets.get(assetId),
    (row) => row?.functionalStatus === 'NOT_IN_USE',
  );
});

it('what staff add is known to be on its way until central has it', async () => {
  start(phone);
  const first = await addedAsset(phone);
  await nothingWaits(phone);
  await holdAsset(first);
  const { db } = staff.replica;
  await withHierarchy(db);
  const added = await addedAsset(staff.replica, 'A-2');
  expect(await isOnItsWay(db, added)).toBe(true);
  const arrived = new Promise<void>((resolve) => whenArrived(db, added, resolve));
  start(staff.replica, staff.world);
  await arrived;
  expect(await isOnItsWay(db, added)).toBe(false);
  await holdAsset(added);
  expect(await db.problems.count()).toBe(0);
});

it('what central refuses is shown with its reason, and waits no more', async () => {
  start(phone);
  const assetId = await addedAsset(phone);
  await nothingWaits(phone);
  await holdAsset(assetId);
  const { db } = staff.replica;
  // the store is one that this browser only thinks there is
  await db.changes.toCollection().modify((record) => void (record.storeId = 'gone'));
  await db.assets.update(assetId, { storeId: 'gone' });
  await db.settings.put({
    key: 'heldStores',
    value: JSON.stringify([{ id: 'gone', code: 'G', name: 'Gone', siteId: 's', siteName: 'S' }]),
  });
  must(await staff.replica.commit(updateStatus, { assetId, functionalStatus: 'NOT_IN_USE' }));
  start(staff.replica, staff.world);
  await nothingWaits(staff.replica);
  expect((await db.problems.toArray()).map(({ code }) => code)).toEqual(['not-found']);
});

it('each of several that central refuses is shown with its own reason', async () => {
  start(phone);
  const assetId = await addedAsset(phone);
  await nothingWaits(phone);
  await holdAsset(assetId);
  const { db, commit } = staff.replica;
  for (const comment of ['first', 'second'])
    must(await commit(updateStatus, { assetId, functionalStatus: 'NOT_IN_USE', comment }));
  // as a broken app would have written them
  await db.changes.toCollection().modify(({ change }) => {
    if (change.patch['comment'] === 'first') change.patch = { ...change.patch, functionalStatus: 'NOWHERE' };
    if (change.patch['comment'] === 'second') change.hlc = 'no time';
  });
  start(staff.replica, staff.world);
  await nothingWaits(staff.replica);
  const codes = (await db.problems.toArray()).map(({ code }) => code);
  expect(codes).toHaveLength(2);
  expect(new Set(codes).size).toBe(2);
});

it('what was held is forgotten with whoever held it, and what is not sent yet stays', async () => {
  start(phone);
  const [one, other] = [await addedAsset(phone, 'A-1'), await addedAsset(phone, 'A-2')];
  await nothingWaits(phone);
  for (const id of [one, other]) await holdAsset(id);
  const { db } = staff.replica;
  must(await staff.replica.commit(updateStatus, { assetId: one, functionalStatus: 'NOT_IN_USE' }));
  await dropHeld(db);
  expect((await db.assets.toArray()).map(({ id }) => id)).toEqual([one]);
  start(staff.replica, staff.world);
  await nothingWaits(staff.replica);
  await dropHeld(db);
  expect(await db.assets.count()).toBe(0);
  expect(await db.changes.filter(({ storeId }) => storeId !== undefined).count()).toBe(0);
});

it('of a long history nothing is left of what others wrote, nor taken for what was seen', async () => {
  start(phone);
  const id = await addedAsset(phone, 'A-1');
  for (let edit = 0; edit < 20; edit++)
    must(await phone.commit(editAsset, { id, values: { notes: `Note ${edit}` } }));
  await nothingWaits(phone);
  const { db } = staff.replica;
  for (const drop of [() => dropHeld(db), () => dropAsset(db, id)]) {
    await holdAsset(id);
    expect(await db.folds.count()).toBe(1);
    await drop();
    expect(await db.assets.count()).toBe(0);
    expect(await db.folds.count()).toBe(0);
  }
});
