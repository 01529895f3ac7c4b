// The author of a change: a device cannot sign as another one, nor as staff, without being noticed.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { storeDocument, yearOf } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import { aCentral, type Site, type TestCentral } from '../support/central';
import { leaveAll, stockClient, type StockClient } from '../sync/stock-client';
import { newId } from '../../server/new-id';

interface Device {
  deviceId: string;
  deviceToken: string;
  clientId: number;
}

let central: TestCentral;
let staff: { cookie: string; origin: string };
let site: Site;
let document: string;
let admin: string;
let n = 0;

beforeAll(async () => {
  central = await aCentral();
  staff = await central.staff();
  site = await central.site(staff, 'RDG');
  document = storeDocument(site.stores[0]?.id ?? '', yearOf(Date.now()));
  const session = await central.call('GET', '/api/session', { headers: staff });
  admin = session.json<{ user: { id: string } }>().user.id;
});
afterAll(async () => {
  leaveAll();
  await central.central.close();
});

async function join(): Promise<Device> {
  const made = await central.call('POST', `/api/sites/${site.id}/join-codes`, { headers: staff });
  const { code } = made.json<{ code: string }>();
  const joined = await central.call('POST', '/api/join', { body: { code, deviceName: 'A phone' } });
  return joined.json<Device>();
}

const clientOf = ({ clientId, deviceToken }: Device): StockClient =>
  stockClient(`${central.central.origin.replace('http', 'ws')}/sync`, document, {
    clientId,
    token: deviceToken,
  });

async function send(
  client: StockClient,
  by: { deviceId: string; userId: string },
  kind: string,
  entityId: string,
  patch: Change['patch'],
) {
  n += 1;
  const hlc = formatHlc({ ms: Date.now(), counter: n, deviceId: by.deviceId });
  const change = { id: newId(Date.now()), hlc, ...by, n, kind, entityId, patch };
  client.changes.set(change.id, change);
  await client.stored();
}

const codesOf = async (assetId: string): Promise<string[]> => {
  const answer = await central.call('GET', `/api/assets/${assetId}`, { headers: staff });
  return answer.json<{ problems: string[] }>().problems;
};
const another = 'said-by-another';

it('[K7] a device that signs as staff, or as another device, is flagged until somebody else writes over it; its own word is not', async () => {
  const [phone, tablet] = [await join(), await join()];
  const client = clientOf(phone);
  await client.synced();
  const own = { deviceId: phone.deviceId, userId: phone.deviceId };
  await send(client, own, 'asset.create', 'a1', { assetNumber: '1' });
  await send(client, { ...own, userId: 'amina@rdg' }, 'asset.edit', 'a1', {
    notes: 'by a person of the site',
  });
  expect(await codesOf('a1')).not.toContain(another);
  await send(client, { ...own, userId: admin }, 'asset.edit', 'a1', { donor: 'as staff' });
  expect(await codesOf('a1')).toContain(another);
  await send(client, own, 'asset.edit', 'a1', { donor: 'written over' });
  expect(await codesOf('a1')).not.toContain(another);
  await send(client, { ...own, deviceId: tablet.deviceId }, 'asset.edit', 'a1', { donor: 'as the tablet' });
  expect(await codesOf('a1')).toContain(another);
});

it('[K7] what a device wrote before it was revoked and joined anew is its own', async () => {
  const former = await join();
  const revoked = await central.call('DELETE', `/api/devices/${former.deviceId}`, { headers: staff });
  expect(revoked.statusCode).toBeLessThan(300);
  const client = clientOf(await join());
  await client.synced();
  const by = { deviceId: former.deviceId, userId: former.deviceId };
  await send(client, by, 'asset.create', 'a2', { assetNumber: '2' });
  expect(await codesOf('a2')).not.toContain(another);
});

it('[K7] staff who write at central, also for others, are not flagged', async () => {
  const hlc = formatHlc({ ms: Date.now(), counter: 0, deviceId: 'program' });
  const change = {
    id: newId(Date.now()),
    hlc,
    userId: 'u',
    deviceId: 'program',
    n: 1,
    kind: 'asset.create',
    entityId: 'a3',
    patch: { assetNumber: '3' },
  };
  const answer = await central.call('POST', '/api/changes', {
    headers: staff,
    body: { document, changes: [change] },
  });
  expect(answer.statusCode).toBe(200);
  expect(await codesOf('a3')).not.toContain(another);
});
