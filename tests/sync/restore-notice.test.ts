/** The report to staff after a restore, by the receipts that devices have shown. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { restoredAt } from '../../server/operations/twin';
import type { Replica } from '../../src/replica/replica';
import { fridge } from './replicas';
import { must, Restored } from './restored';

let programme: Restored;
let phone: Replica;
let backup: string;

/** A phone that both lives know, and the changes that it sent after the backup. */
beforeEach(async () => {
  programme = await Restored.start();
  phone = await programme.device();
  await programme.visit(phone);
  backup = await programme.backup();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.visit(phone);
});

afterEach(() => programme.stop());

test('[P9] nothing is said where nothing was restored, however often the server starts', async () => {
  await programme.restore(await programme.backup());
  await programme.visit(phone);
  expect(await programme.restoreReport()).toEqual({ restored: null, otherServerAt: null });
});

test('[P9] a restore is noticed by what a device proves; it is told what came back, and which devices are still out', async () => {
  const tablet = await programme.device();
  await programme.visit(tablet);
  const other = await programme.device();
  await programme.restore(backup);
  expect((await programme.restoreReport()).restored).toBeNull();
  await programme.visit(phone);
  const { restored, otherServerAt } = await programme.restoreReport();
  expect(otherServerAt).toBeNull();
  expect(restored).toMatchObject({ cameBack: 2, branches: 0, unknownDevices: 0, keyMissingFor: 0 });
  // files are not cleaned away meanwhile
  expect(new Date((await restoredAt(programme.database)) ?? 0).toISOString()).toBe(restored?.at);
  // these two joined after the backup: one can prove something
  await programme.visitUnknown(tablet);
  await programme.visitUnknown(other);
  await programme.visitUnknown(tablet);
  expect((await programme.restoreReport()).restored).toMatchObject({ unknownDevices: 1, devices: 1 });
  // it is kept over a start
  await programme.restore(await programme.backup());
  expect((await programme.restoreReport()).restored).toMatchObject({ cameBack: 2, unknownDevices: 1 });
});

test('[P9] a key that is missing is named once a restore is known', async () => {
  await programme.restore(backup, (sql) => {
    sql.run('DELETE FROM receipt_keys');
    sql.run(`INSERT INTO meta (key, value) VALUES ('restored_at', ?)`, String(Date.now()));
  });
  // a visit may be over before the phone shows its receipt
  const told = async (): Promise<unknown> => {
    await programme.visit(phone);
    return (await programme.restoreReport()).restored;
  };
  await expect.poll(told, { timeout: 30_000 }).toMatchObject({ keyMissingFor: 1 });
});

test('only staff of the whole country are told', async () => {
  expect((await fetch(`${programme.central.origin}/api/restore`)).status).toBe(401);
});
