/** A site that a restore has forgotten is made again under its old ids: its devices come in, and deliver. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecognisedDevices } from '#shared/api/restore';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite } from '../../src/central-api/sites';
import type { Replica } from '../../src/replica/replica';
import { joinDevice, staffFetch } from './engines';
import { fridge } from './replicas';
import { must, Restored } from './restored';

const ward = { id: 'ward', code: 'W', name: 'Maternity ward' };

let programme: Restored;
let backup: string;
let siteId: string;
let phone: Replica;
let tablet: Replica;

const staff = async () => ({ url: programme.central.origin, fetch: await staffFetch(programme.central) });

beforeEach(async () => {
  programme = await Restored.start();
  backup = await programme.backup();
  siteId = must(await createSite(await staff(), { code: 'N', name: 'New site', stores: [ward] })).id;
  const join = async () =>
    joinDevice(programme.central, must(await createJoinCode(await staff(), siteId)).code);
  phone = await join();
  tablet = await join();
  must(await phone.commit(addAsset, { ...fridge('A-1', 'asset-1'), storeId: ward.id }));
  for (const one of [phone, tablet]) await programme.visit(one);
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'never sent' } }));
  must(await tablet.commit(addAsset, { ...fridge('A-2', 'asset-2'), storeId: ward.id }));
});
afterEach(() => programme.stop());

const waiting = async (): Promise<RecognisedDevices['items']> =>
  ((await (await programme.call('/api/restore/devices')).json()) as RecognisedDevices).items;

it('[G6] with the devices that it had, each as the device that it was', async () => {
  await programme.restore(backup);
  for (const one of [phone, tablet]) await programme.visitUnknown(one);
  const asked = await waiting();
  expect(asked.map((one) => [one.siteId, one.site])).toEqual([
    [siteId, null],
    [siteId, null],
  ]);
  const [device] = asked;
  // nobody comes in to a site that is not there
  expect((await programme.call(`/api/restore/devices/${device?.id}`, { letIn: true })).status).toBe(404);

  const made = { code: 'N', name: 'New site', stores: [ward] };
  expect((await programme.call('/api/sites', { id: siteId, ...made })).status).toBe(201);
  expect((await waiting()).map(({ site }) => site?.id)).toEqual([siteId, siteId]);
  for (const { id } of asked)
    expect((await programme.call(`/api/restore/devices/${id}`, { letIn: true })).status).toBe(204);
  for (const one of [phone, tablet, phone]) await programme.visit(one);
  expect(await programme.atCentral('asset-1')).toMatchObject({
    ...{ assetNumber: 'A-1', notes: 'never sent', storeId: ward.id },
  });
  expect(await programme.atCentral('asset-2')).toMatchObject({ assetNumber: 'A-2', storeId: ward.id });
  expect(await Promise.all([phone, tablet].map(({ db }) => db.outbox.count()))).toEqual([0, 0]);
  expect(await Promise.all([phone, tablet].map(({ db }) => db.assets.count()))).toEqual([2, 2]);
});
