/** Stock WebsocketProviders against a real server: the promises of the contract to anyone. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { CENTRAL, startRig, YEAR, type Rig } from '../support/relay';
import { leaveAll, someChange, stockClient } from './stock-client';

const STORE = `store/s1/${YEAR}`;
let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
  await rig.device({ id: 'phone', clientIds: [11], stores: ['s1'] });
  await rig.device({ id: 'tablet', clientIds: [12], stores: ['s1'] });
  await rig.device({ id: 'stranger', clientIds: [13], stores: ['s2'] });
  await rig.staff({ id: 'support', clientIds: [21] });
});

afterEach(async () => {
  leaveAll();
  await rig.stop();
  expect(rig.errors).toEqual([]);
});

const phone = (document = STORE, doc?: Y.Doc) =>
  stockClient(rig.url, document, { clientId: 11, token: 'phone', ...(doc && { doc }) });
const tablet = (document = STORE) => stockClient(rig.url, document, { clientId: 12, token: 'tablet' });
const support = () => stockClient(rig.url, 'config', { clientId: 21, token: 'support' });

const assetOf = (deviceId: string, assetNumber: string) =>
  someChange(deviceId, { kind: 'asset.create', patch: { assetNumber } });

test('a change of a stock client is stored, acknowledged, and seen by the others and by the fleet', async () => {
  const [from, to] = [phone(), tablet()];
  await Promise.all([from.synced(), to.synced()]);
  const change = assetOf('phone', 'F-1');
  from.changes.set(change.id, change);
  await from.stored();
  await to.has(change.id);
  expect(to.changes.get(change.id)).toEqual(change);
  const { items } = await rig.database.rows.assets({ limit: 10 });
  expect(items).toMatchObject([{ assetNumber: 'F-1', storeId: 's1' }]);
});

test('one who joins later gets all that was stored', async () => {
  const first = phone();
  const changes = Array.from({ length: 1000 }, (_, index) => assetOf('phone', `F-${index}`));
  await first.synced();
  for (const change of changes) first.changes.set(change.id, change);
  await first.stored();
  const later = tablet();
  await later.synced();
  expect(later.changes.size).toBe(1000);
  expect(later.changes.toJSON()).toEqual(first.changes.toJSON());
});

test('what was written offline goes up when the server asks', async () => {
  const doc = new Y.Doc();
  doc.clientID = 11;
  const change = assetOf('phone', 'F-1');
  doc.getMap('changes').set(change.id, change);
  const client = phone(STORE, doc);
  await client.stored();
  expect((await rig.database.changes.heads([STORE])).get(STORE)).toEqual(new Map([[11, 1]]));
});

test('staff write config and a device reads it, live', async () => {
  const [staff, device] = [support(), phone('config')];
  await Promise.all([staff.synced(), device.synced()]);
  const change = someChange('support', { kind: 'catalogueItem.create', patch: { code: 'E003/002' } });
  staff.changes.set(change.id, change);
  await staff.stored();
  await device.has(change.id);
});

test('[X2] a device that writes config is refused with 4422 while the sessions of others go on', async () => {
  const [offender, other, staff] = [phone('config'), tablet('config'), support()];
  await Promise.all([offender.synced(), other.synced(), staff.synced()]);
  const change = someChange('phone', { kind: 'catalogueItem.create', patch: { code: 'E003/002' } });
  offender.changes.set(change.id, change);
  expect(await offender.refused()).toMatchObject({
    code: 'central-only',
    changeIds: [change.id],
    closeCode: 4422,
  });
  const allowed = someChange('support', { kind: 'statusReason.create', patch: { reason: 'Unknown' } });
  staff.changes.set(allowed.id, allowed);
  await other.has(allowed.id);
  expect(other.changes.has(change.id)).toBe(false);
});

test('staff without the right, or from another origin, are refused', async () => {
  await rig.staff({ id: 'reader', clientIds: [22], permissions: [] });
  await rig.staff({ id: 'elsewhere', clientIds: [23], ownOrigin: false });
  for (const [token, clientId, code] of [
    ['reader', 22, 'no-right'],
    ['elsewhere', 23, 'central-only'],
  ] as const) {
    const client = stockClient(rig.url, 'config', { clientId, token });
    await client.synced();
    const change = someChange(token, { kind: 'item.create', patch: { code: 'x' } });
    client.changes.set(change.id, change);
    expect(await client.refused()).toMatchObject({ code, closeCode: 4422 });
  }
});

test('[C1] writing over a change id is refused, and what came before it is kept', async () => {
  const client = phone();
  await client.synced();
  const change = assetOf('phone', 'F-1');
  client.changes.set(change.id, change);
  await client.stored();
  client.changes.set(change.id, { ...change, patch: { assetNumber: 'F-2' } });
  expect(await client.refused()).toMatchObject({
    code: 'overwrite',
    changeIds: [change.id],
    closeCode: 4422,
  });
  expect((await rig.database.rows.assets({ limit: 10 })).items).toMatchObject([{ assetNumber: 'F-1' }]);
});

test('[C1] a change id of another device with other content is an overwrite too', async () => {
  const [one, two] = [phone(), tablet()];
  await one.synced();
  const change = assetOf('phone', 'F-1');
  one.changes.set(change.id, change);
  await one.stored();
  two.leave();
  const doc = new Y.Doc();
  doc.clientID = 12;
  doc.getMap('changes').set(change.id, { ...change, n: 7 });
  const other = stockClient(rig.url, STORE, { clientId: 12, token: 'tablet', doc });
  expect(await other.refused()).toMatchObject({ code: 'overwrite', changeIds: [change.id] });
});

test('[K3] a clock that is used twice, as after a restore of the device, is refused', async () => {
  const before = phone();
  await before.synced();
  const stored = assetOf('phone', 'F-1');
  before.changes.set(stored.id, stored);
  await before.stored();
  before.leave();
  const clone = new Y.Doc();
  clone.clientID = 11;
  const other = assetOf('phone', 'F-2');
  clone.getMap('changes').set(other.id, other);
  const socket = await rawSocket('phone');
  socket.send(frame(2, Y.encodeStateAsUpdate(clone)));
  expect(await closeOf(socket)).toBe(4422);
  expect(socket.refusals).toMatchObject([{ code: 'clock-reused', changeIds: [other.id] }]);
});

test('[C1] the same change by two devices is fine, and both are acknowledged', async () => {
  const change = assetOf('phone', 'F-1');
  const docs = [11, 12].map((clientID) => {
    const doc = new Y.Doc();
    doc.clientID = clientID;
    doc.getMap('changes').set(change.id, change);
    return doc;
  });
  const clients = docs.map((doc, index) =>
    stockClient(rig.url, STORE, {
      clientId: index === 0 ? 11 : 12,
      token: index === 0 ? 'phone' : 'tablet',
      doc,
    }),
  );
  await Promise.all(clients.map((client) => client.stored()));
  expect((await rig.database.changes.heads([STORE])).get(STORE)).toEqual(
    new Map([
      [11, 1],
      [12, 1],
    ]),
  );
  expect((await rig.database.rows.assets({ limit: 10 })).total).toBe(1);
});

test('[M5] an update with a gap is neither stored nor refused: the server asks again, and gets the whole', async () => {
  const doc = new Y.Doc();
  doc.clientID = 11;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const number of ['F-1', 'F-2']) {
    const change = assetOf('phone', number);
    doc.getMap('changes').set(change.id, change);
  }
  const socket = await rawSocket('phone');
  await socket.next(isStep1);
  socket.send(frame(2, updates[1] ?? new Uint8Array()));
  await socket.next(isStep1);
  expect((await rig.database.changes.heads([STORE])).get(STORE)).toEqual(new Map());
  socket.send(frame(1, Y.encodeStateAsUpdate(doc)));
  await socket.next((message) => message[0] === 100 && message.length > 3);
  expect((await rig.database.changes.heads([STORE])).get(STORE)).toEqual(new Map([[11, 2]]));
});

test.each([
  ['malformed bytes', () => new Uint8Array([0, 2, 200, 1, 2])],
  ['an unknown message type', () => new Uint8Array([77])],
  ['an update that is noise', () => frame(2, new Uint8Array([255, 255, 255, 3, 9, 9]))],
])('%s close with 4400, and harm nobody else', async (_, bytes) => {
  const other = tablet();
  await other.synced();
  const socket = await rawSocket('phone');
  socket.send(bytes());
  expect(await closeOf(socket)).toBe(4400);
  const change = assetOf('tablet', 'F-9');
  other.changes.set(change.id, change);
  await other.stored();
});

test('a text message closes with 4400', async () => {
  const socket = await rawSocket('phone');
  socket.send('hello');
  expect(await closeOf(socket)).toBe(4400);
});

test('a message of 5 MiB closes with 4413, which stops a stock client', async () => {
  const socket = await rawSocket('phone');
  socket.send(new Uint8Array(5 * 1024 * 1024));
  expect(await closeOf(socket)).toBe(4413);
});

test('5 MiB that were compressed to a few kB close with 4413 too', async () => {
  const socket = await rawSocket('phone', { perMessageDeflate: true });
  socket.send(new Uint8Array(5 * 1024 * 1024), { compress: true });
  expect(await closeOf(socket)).toBe(4413);
});

test('[C3] a change over 32 KiB is refused by name', async () => {
  const client = phone();
  await client.synced();
  const change = someChange('phone', { kind: 'asset.create', patch: { futureField: 'x'.repeat(33 * 1024) } });
  client.changes.set(change.id, change);
  expect(await client.refused()).toMatchObject({
    code: 'change-too-large',
    changeIds: [change.id],
    closeCode: 4422,
  });
});

test('[M6] what follows a refused change is not stored, and not refused either', async () => {
  const client = phone();
  await client.synced();
  const [good, bad, late] = [
    assetOf('phone', 'F-1'),
    someChange('phone', { kind: 'asset.create', patch: { assetNumber: 7 } }),
    assetOf('phone', 'F-3'),
  ];
  client.doc.transact(() => {
    for (const change of [good, bad, late]) client.changes.set(change.id, change);
  });
  expect(await client.refused()).toMatchObject({ code: 'bad-field', changeIds: [bad.id] });
  expect((await rig.database.rows.assets({ limit: 10 })).items).toMatchObject([{ assetNumber: 'F-1' }]);
});

test('[K2] a client id that central never gave out is refused', async () => {
  const client = stockClient(rig.url, STORE, { clientId: 999, token: 'phone' });
  await client.synced();
  const change = assetOf('phone', 'F-1');
  client.changes.set(change.id, change);
  expect(await client.refused()).toMatchObject({ code: 'unknown-client', changeIds: [change.id] });
});

test('[K2] structs of another registered device that central lacks are passed over', async () => {
  const client = stockClient(rig.url, STORE, { clientId: 12, token: 'phone' });
  await client.synced();
  const foreign = assetOf('tablet', 'F-1');
  client.changes.set(foreign.id, foreign);
  client.doc.clientID = 11;
  const own = assetOf('phone', 'F-2');
  client.changes.set(own.id, own);
  const socket = tablet();
  await socket.has(own.id);
  expect(socket.changes.has(foreign.id)).toBe(false);
});

test.each([
  ['another protocol version', ['waypost.v5', 'token.phone'], STORE, 4406],
  ['a newer protocol version', ['waypost.v7', 'token.phone'], STORE, 4406],
  [
    'another central server, before the token is looked at',
    ['waypost.v6', 'token.nobody', 'central.other'],
    STORE,
    4409,
  ],
  ['a token nobody has', ['waypost.v6', 'token.nobody', `central.${CENTRAL}`], STORE, 4401],
  ['no token at all', ['waypost.v6'], STORE, 4401],
  ['a store of another site', ['waypost.v6', 'token.phone'], `store/s2/${YEAR}`, 4403],
  ['a document that is none', ['waypost.v6', 'token.phone'], 'elsewhere', 4403],
  ['a year too far ahead', ['waypost.v6', 'token.phone'], `store/s1/${YEAR + 2}`, 4403],
  ['a year before all', ['waypost.v6', 'token.phone'], 'store/s1/1999', 4403],
  ['staff in a store document', ['waypost.v6', 'token.support'], STORE, 4403],
])(
  '%s: the upgrade is accepted, the version echoed, and the close code says why',
  async (_, protocols, document, code) => {
    const socket = new WebSocket(`${rig.url}/${document}`, protocols);
    const opened = new Promise<string>((resolve) => socket.once('open', () => resolve(socket.protocol)));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    expect(await opened).toBe(protocols[0]);
    expect(await closed).toBe(code);
  },
);

test('[D2] next year is open already, for clocks and time zones around New Year', async () => {
  const client = phone(`store/s1/${YEAR + 1}`);
  await client.synced();
});

test('[D2] a site that lost the store may send what it made, and receives nothing', async () => {
  await rig.device({ id: 'former', clientIds: [31], formerStores: ['s1'] });
  const [owner, former] = [phone(), stockClient(rig.url, STORE, { clientId: 31, token: 'former' })];
  await Promise.all([owner.synced(), former.synced()]);
  const [theirs, ours] = [assetOf('former', 'F-1'), assetOf('phone', 'F-2')];
  owner.changes.set(ours.id, ours);
  await owner.stored();
  former.changes.set(theirs.id, theirs);
  await Promise.all([former.stored(), owner.has(theirs.id)]);
  expect(former.changes.has(ours.id)).toBe(false);
});

test('[D4] a change to an asset of another store is refused', async () => {
  const owner = phone();
  await owner.synced();
  const asset = assetOf('phone', 'F-1');
  owner.changes.set(asset.id, asset);
  await owner.stored();
  const stranger = () => stockClient(rig.url, `store/s2/${YEAR}`, { clientId: 13, token: 'stranger' });
  const client = stranger();
  await client.synced();
  const log = someChange('stranger', {
    kind: 'assetLog.add',
    patch: { assetId: asset['entityId'], functionalStatus: 'FUNCTIONING' },
  });
  client.changes.set(log.id, log);
  expect(await client.refused()).toMatchObject({ code: 'not-yours', changeIds: [log.id] });
});

test('a revoked device is closed with 4401 at once, and not let in again', async () => {
  const client = phone();
  await client.synced();
  rig.sync.closeDevice('phone');
  expect(await client.closed()).toBe(4401);
  expect(await phone().closed()).toBe(4401);
});

test('[M4] what central authors reaches stock clients live, and once', async () => {
  const client = phone();
  await client.synced();
  const change = assetOf('central', 'C-1');
  const by = { deviceId: 'central', userId: 'support' };
  expect(await rig.sync.author(STORE, [change], by)).toEqual({ ok: true, value: { stored: 1 } });
  await client.has(change.id);
  expect(await rig.sync.author(STORE, [change], by)).toEqual({ ok: true, value: { stored: 0 } });
  const bad = someChange('central', { kind: 'asset.create', patch: { assetNumber: 7 } });
  expect(await rig.sync.author(STORE, [assetOf('central', 'C-2'), bad], by)).toMatchObject({
    ok: false,
    issues: [{ code: 'bad-field', field: 'assetNumber', data: { changeId: bad.id } }],
  });
  expect((await rig.database.rows.assets({ limit: 10 })).total).toBe(1);
});

test('a socket that goes late does not hurt the one that took its place', async () => {
  const old = await rawSocket('phone');
  await old.next(isStep1);
  const fresh = phone();
  await fresh.synced();
  old.terminate();
  await closeOf(old);
  const change = assetOf('phone', 'F-1');
  fresh.changes.set(change.id, change);
  await fresh.stored();
});

test('draining acknowledges what is under way and sends everyone away to come back later', async () => {
  const client = phone();
  await client.synced();
  const change = assetOf('phone', 'F-1');
  client.changes.set(change.id, change);
  await client.stored();
  client.provider.shouldConnect = false;
  await rig.sync.drain();
  expect(await client.closed()).toBe(1013);
});

/** A socket whose messages are looked at one by one. */
interface RawSocket extends WebSocket {
  next(is: (message: Uint8Array) => boolean): Promise<Uint8Array>;
  refusals: unknown[];
}

const isStep1 = (message: Uint8Array): boolean => message[0] === 0 && message[1] === 0;

async function rawSocket(token: string, options = {}): Promise<RawSocket> {
  const messages: Uint8Array[] = [];
  const refusals: unknown[] = [];
  let look = (): void => undefined;
  const socket = new WebSocket(`${rig.url}/${STORE}`, ['waypost.v6', `token.${token}`], {
    perMessageDeflate: false,
    ...options,
  });
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    messages.push(data);
    if (data[0] === 101) refusals.push(JSON.parse(data.subarray(data.indexOf(123)).toString()));
    look();
  });
  const next = (is: (message: Uint8Array) => boolean) =>
    new Promise<Uint8Array>((resolve) => {
      look = () => {
        const index = messages.findIndex(is);
        if (index < 0) return;
        const [found] = messages.splice(0, index + 1).slice(-1);
        look = () => undefined;
        if (found) resolve(found);
      };
      look();
    });
  await new Promise((resolve) => socket.once('open', resolve));
  return Object.assign(socket, { next, refusals });
}

const closeOf = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.once('close', resolve));

/** A sync message of y-protocols: 1 is step 2, 2 an update. */
function frame(step: number, update: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let rest = update.length; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      length.push(rest);
      break;
    }
    length.push((rest % 128) | 128);
  }
  return new Uint8Array([0, step, ...length, ...update]);
}
