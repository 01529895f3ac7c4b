// A store that moves to another site, seen from both: real engines and real sockets.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import type { Central } from '../../server/start-central';
import type { Central as CentralLink } from '../../src/central-api/central';
import { getAsset } from '../../src/central-api/fleet';
import type { KeptSite } from '#shared/api/site';
import { join } from '../../src/central-api/join';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite, getSite, moveStore } from '../../src/central-api/sites';
import { contentOf } from '../../src/replica/changes/outbox';
import { adoptSite, readIdentity, storeIdsOf } from '../../src/replica/identity/identity';
import type { ReplicaDatabase } from '../../src/replica/database';
import type { Replica } from '../../src/replica/replica';
import { joinDevice, must, runEngine, staffFetch, startTestCentral, type RunningEngine } from './engines';
import { fridge, store } from './replicas';
import { leaveAll, someChange, stockClient } from './stock-client';
import { until, untilDone, untilSettled } from './until';

let central: Central;
let staff: CentralLink;
let here: KeptSite;
let there: KeptSite;
let phone: Replica;
let tablet: Replica;
const engines: RunningEngine[] = [];

beforeEach(async () => {
  central = await startTestCentral();
  staff = { url: central.origin, fetch: await staffFetch(central) };
  here = must(await createSite(staff, { code: 'A', name: 'Site A', stores: [store] }));
  there = must(
    await createSite(staff, {
      code: 'B',
      name: 'Site B',
      stores: [{ id: 'other', code: 'O', name: 'Other' }],
    }),
  );
  phone = await joinDevice(central, must(await createJoinCode(staff, here.id)).code);
  tablet = await joinDevice(central, must(await createJoinCode(staff, there.id)).code);
});

afterEach(async () => {
  leaveAll();
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  await central.close();
});

function start(db: ReplicaDatabase): RunningEngine {
  const engine = runEngine(db);
  engines.push(engine);
  return engine;
}

const stores = async (db: ReplicaDatabase) => {
  const identity = await readIdentity(db);
  return identity ? storeIdsOf(identity) : [];
};
const untilStores = (db: ReplicaDatabase, wanted: string[]) =>
  until(
    () => stores(db),
    (ids) => ids.toSorted().join() === wanted.toSorted().join(),
  );
const notesOf = (replica: Replica, notes: string) =>
  until(
    () => replica.db.assets.get('asset-1'),
    (asset) => asset?.notes === notes,
  );
const move = (site: KeptSite) => moveStore(staff, store.id, site.id);

it('brings a store with all it holds to the devices of its new site, while they are connected', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  start(phone.db);
  start(tablet.db);
  await Promise.all([untilSettled(phone.db), untilDone(tablet.db)]);
  must(await move(there));
  await untilStores(tablet.db, ['other', store.id]);
  await untilStores(phone.db, []);
  expect(
    await until(
      () => tablet.db.assets.get('asset-1'),
      (asset) => asset !== undefined,
    ),
  ).toMatchObject({ assetNumber: 'A-1' });
  must(await tablet.commit(editAsset, { id: 'asset-1', values: { notes: 'now at B' } }));
  await untilSettled(tablet.db);
  expect((await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'x' } })).ok).toBe(false);
});

it('takes what a device wrote before it knew that the store was gone, and gives it nothing more', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  const engine = start(phone.db);
  start(tablet.db);
  await untilSettled(phone.db);
  engine.setOnline(false);
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'written offline' } }));
  must(await move(there));
  engine.setOnline(true);
  await untilSettled(phone.db);
  await notesOf(tablet, 'written offline');
  must(await tablet.commit(editAsset, { id: 'asset-1', values: { notes: 'now at B' } }));
  await untilSettled(tablet.db);
  // another change of the phone goes up and down meanwhile: changes that are not for it would have come before
  await untilStores(phone.db, []);
  const cycles = (await phone.db.progress.get('sync'))?.lastSuccess ?? 0;
  engine.signal('sync-now');
  await until(
    () => phone.db.progress.get('sync'),
    (progress) => (progress?.lastSuccess ?? 0) > cycles,
  );
  expect(await phone.db.assets.get('asset-1')).toMatchObject({ notes: 'written offline' });
});

it('refuses reading to a stock client of the former site, stores what it sends, and refuses who joined later', async () => {
  const year = new Date().getUTCFullYear();
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  start(phone.db);
  await untilSettled(phone.db);
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  must(await move(there));
  const identity = await readIdentity(phone.db);
  if (identity?.kind !== 'site') throw new Error('not a device');
  const url = `${central.origin.replace('http', 'ws')}/sync`;
  const document = `store/${store.id}/${year}`;
  const { clientId, deviceToken: token, deviceId } = identity;
  const client = stockClient(url, document, { clientId, token });
  await client.synced();
  expect(client.changes.size).toBe(0);
  const late = someChange(deviceId, { kind: 'asset.edit', entityId: 'asset-1', patch: { notes: 'late' } });
  // the changes that it sent before stand at the first clocks of its client id
  const { placed } = await contentOf(phone.db, document);
  for (const { change } of placed.toSorted((a, b) => a.clock - b.clock))
    client.changes.set(change.id, change);
  client.changes.set(late.id, late);
  await client.stored();
  expect(must(await getAsset(staff, 'asset-1'))).toMatchObject({ notes: 'late', siteId: there.id });
  const newcomer = await joinDevice(central, must(await createJoinCode(staff, here.id)).code);
  const known = await readIdentity(newcomer.db);
  if (known?.kind !== 'site') throw new Error('not a device');
  const refused = stockClient(url, document, { clientId: known.clientId, token: known.deviceToken });
  expect(await refused.closed()).toBe(4403);
});

it('[D2] takes what a device wrote before it was shut out, though it joins again after the store has left', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  const engine = start(phone.db);
  await untilSettled(phone.db);
  await engine.stop();
  must(await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'written before' } }));
  const { deviceId = '' } = (await readIdentity(phone.db)) ?? {};
  await staff.fetch?.(`${central.origin}/api/devices/${deviceId}`, { method: 'DELETE' });
  must(await move(there));
  const asked = {
    code: must(await createJoinCode(staff, here.id)).code,
    deviceName: 'A phone',
    siteId: here.id,
  };
  must(
    await adoptSite(phone.db, central.origin, 'A phone', must(await join({ url: central.origin }, asked))),
  );
  start(phone.db);
  await untilSettled(phone.db);
  expect(must(await getAsset(staff, 'asset-1'))).toMatchObject({ notes: 'written before', siteId: there.id });
  expect((await phone.commit(editAsset, { id: 'asset-1', values: { notes: 'x' } })).ok).toBe(false);
});

it('moves it back to where it was, with all that was written meanwhile', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  start(phone.db);
  start(tablet.db);
  await untilSettled(phone.db);
  must(await move(there));
  await until(
    () => tablet.db.assets.get('asset-1'),
    (asset) => asset !== undefined,
  );
  must(await tablet.commit(editAsset, { id: 'asset-1', values: { notes: 'written at B' } }));
  await untilSettled(tablet.db);
  must(await move(here));
  await notesOf(phone, 'written at B');
  expect(must(await getSite(staff, here.id)).stores.map(({ id }) => id)).toEqual([store.id]);
});
