// The work that central does for one device before it answers: later. Honest work never hears it (contract.md names some), a flood does,
// and loses nothing.
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { budgetNumbers } from '../../server/budgets/budgets';
import { NOW, startRig, YEAR, type Rig } from '../support/relay';
import { leaveAll, someChange, stockClient } from './stock-client';

const STORE = `store/s1/${YEAR}`;
const stops: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  leaveAll();
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function rigWith(numbers = budgetNumbers, now = () => NOW): Promise<Rig> {
  const rig = await startRig(undefined, now, undefined, numbers);
  await rig.device({ id: 'phone', clientIds: [11], stores: ['s1'] });
  await rig.device({ id: 'tablet', clientIds: [12], stores: ['s1'] });
  stops.push(rig.stop);
  return rig;
}

/** A socket, with the code of its close if it was closed. */
async function socketOf(rig: Rig, token: string, document = STORE) {
  const socket = new WebSocket(`${rig.url}/${document}`, ['waypost.v6', `token.${token}`]);
  const closed = once(socket, 'close').then(([code, reason]) => `${String(code)} ${String(reason)}`);
  const first = await Promise.race([once(socket, 'message').then(() => 'open'), closed]);
  return { socket, first, closed };
}

test('200 sockets of one device on one document are open at once', async () => {
  const rig = await rigWith();
  const sockets = await Promise.all(Array.from({ length: 200 }, () => socketOf(rig, 'phone')));
  expect(sockets.filter(({ first }) => first !== 'open')).toEqual([]);
  expect(rig.sync.metrics.connections).toBe(200);
  for (const { socket } of sockets) socket.terminate();
});

test('more than are given are told so; another device, another document, and the next one after one has left are let in', async () => {
  const rig = await rigWith({ ...budgetNumbers, socketsPerDocument: 3 });
  const [first] = await Promise.all([1, 2, 3].map(() => socketOf(rig, 'phone')));
  expect((await socketOf(rig, 'phone')).first).toBe(
    '1013 over-budget: this device has too many sockets open',
  );
  expect((await socketOf(rig, 'tablet')).first).toBe('open');
  expect((await socketOf(rig, 'phone', 'config')).first).toBe('open');
  first?.socket.close();
  await first?.closed;
  await expect.poll(async () => (await socketOf(rig, 'phone')).first).toBe('open');
});

test('a flood of changes is stored as far as it came, told how long to wait, and goes on by itself afterwards', async () => {
  let now = NOW;
  const numbers = { ...budgetNumbers, changes: { most: 10, restMs: 60_000 } };
  const rig = await rigWith(numbers, () => now);
  const client = stockClient(rig.url, STORE, { clientId: 11, token: 'phone' });
  await client.synced();
  const closed = client.closed();
  const put = (from: number) =>
    client.doc.transact(() => {
      for (let n = from; n < from + 20; n++) {
        const change = someChange('phone', { kind: 'asset.create', patch: { assetNumber: `A-${n}` } });
        client.changes.set(change.id, change);
      }
    });
  put(0);
  expect(await closed).toBe(1013);
  await rig.database.following.reached();
  expect((await rig.database.rows.assets({ limit: 1 })).total).toBe(20);
  expect((await socketOf(rig, 'phone')).first).toMatch(/^1013 over-budget: again in \d+ s$/);
  expect((await socketOf(rig, 'tablet')).first).toBe('open');
  now += 120_000;
  put(20);
  await expect
    .poll(async () => (await rig.database.rows.assets({ limit: 1 })).total, { timeout: 20_000 })
    .toBe(40);
});

test('a device whose changes are refused again and again waits', async () => {
  const rig = await rigWith({ ...budgetNumbers, refused: { most: 5, restMs: 60_000 } });
  const client = stockClient(rig.url, 'config', { clientId: 11, token: 'phone' });
  await client.synced();
  client.doc.transact(() => {
    for (let n = 0; n < 10; n++) {
      const change = someChange('phone', { kind: 'item.create', patch: { code: `C-${n}`, name: 'n' } });
      client.changes.set(change.id, change);
    }
  });
  await client.closed();
  expect((await socketOf(rig, 'phone')).first).toMatch(/^1013 over-budget: again in \d+ s$/);
});
