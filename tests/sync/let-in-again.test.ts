/** A device that joined after the backup: its signed token names it to staff, who let it in again or shut it out. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RecognisedDevices } from '#shared/api/restore';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import type { Replica } from '../../src/replica/replica';
import { fridge } from './replicas';
import { must, Restored } from './restored';

let programme: Restored;
beforeEach(async () => {
  programme = await Restored.start();
});
afterEach(() => programme.stop());

const identityOf = async ({ db }: Replica) => {
  const identity = await db.identity.get('me');
  if (identity?.kind !== 'site') throw new Error('no device of a site');
  return identity;
};

const waiting = async (): Promise<RecognisedDevices['items']> =>
  ((await (await programme.call('/api/restore/devices')).json()) as RecognisedDevices).items;

const decide = async (id: string, letIn: boolean): Promise<number> =>
  (await programme.call(`/api/restore/devices/${id}`, { letIn })).status;

test('[G6] staff are asked about it by name, and let in it is the device that it was', async () => {
  const backup = await programme.backup();
  const phone = await programme.device();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.visit(phone);
  const before = await identityOf(phone);
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'never sent' } }));
  await programme.restore(backup);
  expect(await waiting()).toEqual([]);
  await programme.visitUnknown(phone);
  expect(await waiting()).toEqual([
    {
      id: before.deviceId,
      name: before.deviceName,
      joinedAt: expect.stringMatching(/^20/),
      siteId: before.site.id,
      site: expect.objectContaining({ id: before.site.id, name: before.site.name }),
    },
  ]);
  // until then it gives back, and nothing else
  expect(await programme.atCentral('asset-1')).not.toHaveProperty('notes');

  expect(await decide(before.deviceId, true)).toBe(204);
  await programme.visit(phone);
  expect(await programme.atCentral('asset-1')).toMatchObject({ assetNumber: 'A-1', notes: 'never sent' });
  expect(await phone.db.outbox.count()).toBe(0);
  expect(await identityOf(phone)).toMatchObject({
    deviceId: before.deviceId,
    deviceToken: before.deviceToken,
    clientId: before.clientId,
  });
  expect(await waiting()).toEqual([]);
  expect(await decide(before.deviceId, true)).toBe(404);
});

test('[G6] one that staff do not let in is shut out, and every device hears of it', async () => {
  const tablet = await programme.device();
  const backup = await programme.backup();
  const phone = await programme.device();
  await programme.visit(phone);
  await programme.restore(backup);
  await programme.visitUnknown(phone);
  const { deviceId } = await identityOf(phone);
  expect(await decide(deviceId, false)).toBe(204);
  await programme.visitUnknown(phone);
  expect(await waiting()).toEqual([]);
  expect((await programme.database.registry.devices.get(deviceId))?.revokedAt).toMatch(/^20/);
  await programme.visit(tablet);
  const heard = await tablet.db.changes.filter(({ change }) => change.kind === 'device.revoke').toArray();
  expect(heard.map(({ change }) => change.entityId)).toEqual([deviceId]);
});

test('[G6] whatever happens while one is shut out, it is at no moment let in', async () => {
  const backup = await programme.backup();
  const phone = await programme.device();
  await programme.visit(phone);
  await programme.restore(backup);
  await programme.visitUnknown(phone);
  const { deviceId } = await identityOf(phone);
  const { devices } = programme.database.registry;
  // as where the process is killed after its first write
  const rest = ['revoke', 'addShutOut'].map((name) =>
    vi.spyOn(devices, name as 'revoke').mockRejectedValue(new Error('killed')),
  );
  expect(await decide(deviceId, false)).toBe(500);
  for (const one of rest) one.mockRestore();
  await programme.visitUnknown(phone);
  expect(await devices.get(deviceId)).toBeUndefined();
});

test('[G6] one of a site that is not here either is shut out as well', async () => {
  const backup = await programme.backup();
  const phone = await programme.deviceOfAnotherSite();
  await programme.visit(phone);
  await programme.restore(backup);
  await programme.visitUnknown(phone);
  const { deviceId } = await identityOf(phone);
  expect(await waiting()).toMatchObject([{ id: deviceId, site: null }]);
  expect(await decide(deviceId, true)).toBe(404);
  expect(await decide(deviceId, false)).toBe(204);
  expect(await waiting()).toEqual([]);
  await programme.visitUnknown(phone);
  const { devices } = programme.database.registry;
  expect((await devices.get(deviceId))?.revokedAt).toMatch(/^20/);
});

test('[K8] one that had been shut out since is not asked about once a device brought word of it', async () => {
  const tablet = await programme.device();
  const backup = await programme.backup();
  const phone = await programme.device();
  await programme.visit(phone);
  const { deviceId } = await identityOf(phone);
  await programme.revoke(phone);
  await programme.visit(tablet);
  await programme.restore(backup);
  programme.signOut();
  await programme.visitUnknown(phone);
  expect((await waiting()).map(({ id }) => id)).toEqual([deviceId]);
  await programme.visit(tablet);
  await programme.central.idle();
  expect(await waiting()).toEqual([]);
  expect(await decide(deviceId, true)).toBe(404);
});

test('a database that knows less than it gave tokens for was put back: staff are told, even if nothing else shows it', async () => {
  const backup = await programme.backup();
  const phone = await programme.device();
  await programme.visit(phone);
  const { signedToken = '' } = await identityOf(phone);
  await programme.restore(backup);
  expect(await programme.restoreReport()).toMatchObject({ restored: null });
  const headers = { authorization: `Bearer ${signedToken}` };
  expect((await fetch(`${programme.central.origin}/api/devices/me`, { headers })).status).toBe(401);
  expect(await programme.restoreReport()).toMatchObject({ restored: { cameBack: 0 } });
});
