/** Devices that were shut out after a backup, and assets that were created twice, since a restored server knew of neither. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite } from '../../src/central-api/sites';
import { openReplica, type Replica } from '../../src/replica/replica';
import { copyOf, joinDevice, staffFetch } from './engines';
import { fridge, testClock } from './replicas';
import { must, Restored } from './restored';

const OTHER = { id: 'store-2', code: 'S2', name: 'Second store' };
let programme: Restored;
let phone: Replica;
let tablet: Replica;

beforeEach(async () => {
  programme = await Restored.start();
  phone = await programme.device();
  tablet = await programme.device();
});

afterEach(() => programme.stop());

const add = async (replica: Replica, id: string, storeId = 'store-1'): Promise<void> =>
  void must(await replica.commit(addAsset, { ...fridge(`N-${id}`, id), storeId }));

/** The work of the server after a commit is done once the server that closes has ended it; here its mark is waited for. */
const shutOutAgain = async (): Promise<number | undefined> =>
  (await programme.restoreReport()).restored?.shutOutAgain;

test('[K8] who was shut out after the backup is shut out again by the first device that knows of it, and what they wrote meanwhile does not count', async () => {
  await add(phone, 'before');
  await programme.visit(phone);
  await programme.visit(tablet);
  const backup = await programme.backup();
  await programme.revoke(phone);
  await programme.visit(tablet);
  await programme.restore(backup);

  await add(phone, 'after');
  must(await phone.commit(editAsset, { id: 'before', values: { notes: 'by who was shut out' } }));
  await programme.visit(phone);
  expect(await programme.atCentral('after')).toBeDefined();

  await programme.visit(tablet);
  await expect.poll(shutOutAgain).toBe(1);
  expect(await programme.atCentral('after')).toBeUndefined();
  expect((await programme.atCentral('before'))?.notes).toBeUndefined();
  expect(await programme.atCentral('before')).toMatchObject({ assetNumber: 'N-before' });
  await programme.visit(tablet);
  expect(await tablet.db.assets.get('after')).toBeUndefined();
  expect((await tablet.db.assets.get('before'))?.notes).toBeUndefined();
  await programme.visitUnknown(phone);
  // kept, as everything is
  expect((await programme.changesOf(programme.document)).length).toBeGreaterThan(4);
});

/** The phone as it was when it had not sent what it wrote: put back from a copy of its storage, it brings it as new. */
const beforeSending = async ({ db }: Replica): Promise<Replica> =>
  openReplica(await copyOf(db), testClock(Date.now() + 60_000));

test.each([
  ['the revocation comes back first', ['revocation', 'proof']],
  ['the proof comes first', ['proof', 'revocation']],
])(
  '[P10] [K8] what was stored before its author was shut out counts again, by whoever holds a receipt of that time: %s',
  async (_name, order) => {
    const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
    const site = must(await createSite(staff, { code: 'B', name: 'Second site', stores: [OTHER] }));
    const elsewhere = await joinDevice(programme.central, must(await createJoinCode(staff, site.id)).code);
    await add(phone, 'before');
    for (const one of [phone, tablet, elsewhere]) await programme.visit(one);
    const backup = await programme.backup();
    must(await phone.commit(editAsset, { id: 'before', values: { notes: 'in time' } }));
    const early = await beforeSending(phone);
    await programme.visit(phone);
    // this one has the proof, and was not there when the phone was shut out
    await programme.visit(tablet);
    await programme.revoke(phone);
    // this one heard of it, and never had what the phone wrote
    await programme.visit(elsewhere);
    await programme.restore(backup);

    await programme.visit(early);
    expect(await programme.atCentral('before')).toMatchObject({ notes: 'in time' });
    for (const brings of order) {
      await programme.visit(brings === 'proof' ? tablet : elsewhere);
      await programme.central.idle();
    }
    expect(await shutOutAgain()).toBe(1);
    expect(await programme.atCentral('before')).toMatchObject({ notes: 'in time' });
    await programme.visit(tablet);
    expect(await tablet.db.assets.get('before')).toMatchObject({ notes: 'in time' });
  },
);

test('[K8] what a device that was shut out gave back of others, under a receipt, counts', async () => {
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  const site = must(await createSite(staff, { code: 'B', name: 'Second site', stores: [OTHER] }));
  const elsewhere = await joinDevice(programme.central, must(await createJoinCode(staff, site.id)).code);
  await add(phone, 'before');
  for (const one of [phone, tablet, elsewhere]) await programme.visit(one);
  const backup = await programme.backup();
  await programme.revoke(phone);
  await programme.visit(elsewhere);
  // put back: the phone is let in again, and holds what the tablet wrote then
  await programme.restore(backup);
  must(await tablet.commit(editAsset, { id: 'before', values: { notes: 'by the tablet' } }));
  await programme.visit(tablet);
  await programme.visit(phone);
  // put back again: the phone brings it, and only then the other one tells that the phone was shut out
  await programme.restore(backup);
  await programme.visit(phone);
  expect(await programme.atCentral('before')).toMatchObject({ notes: 'by the tablet' });
  await programme.visit(elsewhere);
  await programme.central.idle();
  expect(await shutOutAgain()).toBe(1);
  expect(await programme.atCentral('before')).toMatchObject({ notes: 'by the tablet' });
});

test('[K8] what came back before a kill is followed at the next start', async () => {
  await add(phone, 'before');
  await programme.visit(phone);
  const backup = await programme.backup();
  await programme.revoke(phone);
  await programme.visit(tablet);
  await programme.restore(backup);
  await add(phone, 'after');
  await programme.visit(phone);
  await programme.visit(tablet);
  // as if the server had died between the commit and its consequences
  await programme.restore(await programme.backup(), (sql) => {
    sql.run('UPDATE devices SET revoked_at = NULL');
    sql.run(`UPDATE meta SET value = '0' WHERE key = 'revocations_until'`);
  });
  await expect.poll(async () => (await programme.atCentral('after')) === undefined).toBe(true);
  await programme.visitUnknown(phone);
});

test('[W4] of two creations of an asset in two stores the one proven older stands, and staff are told', async () => {
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  const site = must(await createSite(staff, { code: 'B', name: 'Second site', stores: [OTHER] }));
  const code = must(await createJoinCode(staff, site.id)).code;
  const other = await joinDevice(programme.central, code);
  const backup = await programme.backup();
  await add(phone, 'a1');
  await programme.visit(phone);

  await programme.restore(backup);
  await add(other, 'a1', OTHER.id);
  must(await other.commit(editAsset, { id: 'a1', values: { notes: 'of another thing' } }));
  await programme.visit(other);
  expect(await programme.atCentral('a1')).toMatchObject({ storeId: OTHER.id });

  await programme.visit(phone);
  await expect.poll(async () => (await programme.atCentral('a1'))?.storeId).toBe('store-1');
  expect((await programme.atCentral('a1'))?.notes).toBeUndefined();
  expect(await phone.db.assets.get('a1')).toMatchObject({
    storeId: 'store-1',
    functionalStatus: 'FUNCTIONING',
  });
  expect((await programme.restoreReport()).restored).toMatchObject({ createdTwice: 1 });
  // changes of the other one that are written late do not count either
  must(await other.commit(editAsset, { id: 'a1', values: { donor: 'late' } }));
  await programme.visit(other);
  await programme.visit(other);
  expect(await other.db.assets.get('a1')).toBeUndefined();
  expect((await programme.atCentral('a1'))?.donor).toBeUndefined();
  await programme.visit(phone);
  for (const replica of [phone, other]) expect(await replica.db.problems.toArray()).toEqual([]);
});

test('[P10] [W4] a receipt that is shown again brings the same words no second time, whoever shows it', async () => {
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  const site = must(await createSite(staff, { code: 'B', name: 'Second site', stores: [OTHER] }));
  const code = must(await createJoinCode(staff, site.id)).code;
  const other = await joinDevice(programme.central, code);
  const backup = await programme.backup();
  await add(phone, 'a1');
  const owing = await beforeSending(phone);
  await programme.visit(phone);
  // the receipt of that time, as the phone and a copy of it keep it
  const proven = await copyOf(phone.db);
  const showing = async (): Promise<Replica> =>
    openReplica(await copyOf(proven), testClock(Date.now() + 60_000));

  await programme.restore(backup);
  await add(other, 'a1', OTHER.id);
  await programme.visit(other);
  await programme.restore(backup);
  // it comes as new, and stands for younger than the other one, until somebody proves that it is older
  await programme.visit(owing);
  await programme.visit(other);
  expect(await programme.atCentral('a1')).toMatchObject({ storeId: OTHER.id });
  await programme.visit(await showing());
  await expect.poll(async () => (await programme.atCentral('a1'))?.storeId).toBe('store-1');
  const words = async (): Promise<string[]> => {
    await programme.central.idle();
    const stored = await programme.database.changes.after(0, 10_000);
    return stored
      .filter(({ change }) => /\.(first|own|disown)$/.test(change.kind))
      .map(({ change }) => change.id);
  };
  const said = await words();
  for (let time = 0; time < 3; time++) {
    await programme.visit(await showing());
    expect(await words()).toEqual(said);
  }
  const kept = await programme.database.transaction(({ changes }) => changes.meta('proven_older'));
  expect(JSON.parse(kept ?? '[]')).toHaveLength(1);
});
