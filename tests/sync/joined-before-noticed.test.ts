/** A device that a restore has forgotten joins again before anybody has noticed the restore: what it made in a store that left is taken. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { noteRestore } from '../../server/operations/twin';
import { createSite, moveStore } from '../../src/central-api/sites';
import type { Replica } from '../../src/replica/replica';
import { staffFetch } from './engines';
import { fridge, store } from './replicas';
import { must, Restored } from './restored';
import { leaveAll, someChange, stockClient, type StockClient } from './stock-client';

interface Joined {
  deviceId: string;
  deviceToken: string;
  clientId: number;
}

let folder: string;
let programme: Restored;
/** of another site: it proves what the database has lost */
let phone: Replica;
let before: Joined;
let again: Joined;

async function joined(): Promise<Joined> {
  const answer = await fetch(`${programme.central.origin}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: await programme.code(), deviceName: 'Phone' }),
  });
  return (await answer.json()) as Joined;
}

const socketOf = ({ clientId, deviceToken: token }: Joined): StockClient =>
  stockClient(programme.central.origin.replace('http', 'ws') + '/sync', programme.document, {
    clientId,
    token,
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joined-before-'));
  programme = await Restored.start({ dataDir: folder });
  phone = await programme.deviceOfAnotherSite();
  const { origin: url } = programme.central;
  const staff = { url, fetch: await staffFetch(programme.central) };
  const stores = [{ id: 'other', code: 'O', name: 'Other' }];
  const there = must(await createSite(staff, { code: 'T', name: 'There', stores })).id;
  must(await moveStore(staff, store.id, there));
  before = await joined();
  const backup = await programme.backup();
  must(await phone.commit(addAsset, { ...fridge('A-1', 'asset-1'), storeId: 'another-store' }));
  await programme.visit(phone);
  await programme.restore(backup);
  again = await joined();
});
afterEach(async () => {
  leaveAll();
  await programme.stop();
  await rm(folder, { recursive: true });
});

async function isTaken(): Promise<void> {
  const client = socketOf(again);
  await client.synced();
  const own = someChange(again.deviceId, { kind: 'asset.create', patch: { assetNumber: 'A-2' } });
  client.changes.set(own.id, own);
  await client.stored();
}

it('[D2] it is refused until the restore is noticed, and taken from then on', async () => {
  expect(await socketOf(again).closed()).toBe(4403);
  await programme.visit(phone);
  expect((await programme.restoreReport()).restored).not.toBeNull();
  await isTaken();
  // one that was there when the backup was taken is none that was forgotten
  expect(await socketOf(before).closed()).toBe(4403);
});

it('[D2] it is taken still when the next restore is noticed', async () => {
  await programme.visit(phone);
  expect((await programme.restoreReport()).restored).not.toBeNull();
  await noteRestore(programme.database, Date.now());
  await isTaken();
});
