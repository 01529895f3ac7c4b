/** Every way to be closed or refused, with its code, and that it harms nobody else. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { change, joinSite, makeSite, signIn, type Device, type Staff } from './people';
import { asDevice, connect, deviceProtocols, leaveAll, put, storeDocument, YEAR, type Stock } from './stock';
import { endAll, startWaypost, type Waypost } from './waypost';

let waypost: Waypost;
let staff: Staff;
let device: Device;
let witness: Stock;

beforeAll(async () => {
  waypost = await startWaypost();
  staff = await signIn(waypost);
  device = await joinSite(staff, await makeSite(staff));
});

afterEach(async () => {
  leaveAll();
  // Another device of the store goes on, after every test.
  const other = await joinSite(staff, device.site);
  witness = asDevice(other, storeDocument(other));
  await witness.synced();
  put(witness, asset());
  await witness.stored();
  leaveAll();
});

afterAll(endAll);

const asset = (patch = {}, said = {}) =>
  change(
    'asset.create',
    { assetNumber: `CCE-${randomUUID()}`, ...patch },
    { deviceId: device.deviceId, ...said },
  );

const seen = async (id: string) => (await staff.get(`/api/assets/${id}`)).status === 200;

/** A raw socket: its first message, then the code with which it is closed. */
async function closeCode(
  path: string,
  protocols: string[],
  ...messages: readonly Uint8Array[]
): Promise<number> {
  const socket = new WebSocket(`${waypost.origin.replace('http', 'ws')}${path}`, protocols);
  socket.on('open', () => {
    for (const message of messages) socket.send(message);
  });
  return await new Promise((resolve, reject) => {
    socket.on('close', resolve);
    socket.on('error', reject);
  });
}

describe('a socket is accepted, then closed', () => {
  const path = '/sync/config';
  const v6 = 'waypost.v6';

  test('4406 for another version, and for none', async () => {
    const token = `token.${device.deviceToken}`;
    expect(await closeCode(path, ['waypost.v5', token])).toBe(4406);
    expect(await closeCode(path, ['waypost.v7', token])).toBe(4406);
    expect(await closeCode(path, [])).toBe(4406);
  });

  test('echoing the version that was offered', async () => {
    const socket = new WebSocket(`${waypost.sync}/config`, ['waypost.v7', 'token.x']);
    const code = await new Promise((resolve) => socket.on('close', resolve));
    expect([socket.protocol, code]).toEqual(['waypost.v7', 4406]);
  });

  test('4409 for another central server', async () => {
    const protocols = [v6, `token.${device.deviceToken}`, `central.${randomUUID()}`];
    expect(await closeCode(path, protocols)).toBe(4409);
  });

  test('4401 for a token that nobody has, and for none', async () => {
    expect(await closeCode(path, [v6, 'token.made-up', `central.${device.centralId}`])).toBe(4401);
    expect(await closeCode(path, [v6])).toBe(4401);
  });

  test('4403 for a store of another site and for a document that is not one', async () => {
    const other = await joinSite(staff, await makeSite(staff));
    const own = deviceProtocols(device);
    expect(await closeCode(`/sync/store/${other.store.id}/${YEAR}`, own)).toBe(4403);
    expect(await closeCode(`/sync/store/no-such-store/${YEAR}`, own)).toBe(4403);
    for (const name of [
      'elsewhere',
      'store',
      `store/${device.store.id}`,
      `store/${device.store.id}/20x6`,
      'config/2',
    ])
      expect([4400, 4403]).toContain(await closeCode(`/sync/${name}`, own));
  });

  test('[X1] in the order version, central, token, document', async () => {
    const nowhere = '/sync/elsewhere';
    expect(await closeCode(nowhere, ['waypost.v5', 'token.made-up', 'central.other'])).toBe(4406);
    expect(await closeCode(nowhere, [v6, 'token.made-up', 'central.other'])).toBe(4409);
    expect(await closeCode(nowhere, [v6, 'token.made-up'])).toBe(4401);
  });

  test('4400 for bytes that are no message', async () => {
    const garbage = [
      Uint8Array.of(0, 2, 255, 255, 255, 255, 255),
      Uint8Array.of(0, 0, 200),
      Uint8Array.of(0, 2, 3, 1, 2, 3),
      Uint8Array.of(0, 9, 0),
      Uint8Array.of(),
      crypto.getRandomValues(new Uint8Array(200)).fill(0, 0, 1),
    ];
    for (const bytes of garbage)
      expect(await closeCode(`/sync/${storeDocument(device)}`, deviceProtocols(device), bytes)).toBe(4400);
  });

  test('4413 for a message of 5 MiB', async () => {
    const large = new Uint8Array(5 * 1024 * 1024);
    expect(await closeCode(`/sync/${storeDocument(device)}`, deviceProtocols(device), large)).toBe(4413);
    const many = asDevice(device, storeDocument(device));
    await many.synced();
    put(many, ...Array.from({ length: 200 }, () => asset({ notes: 'x'.repeat(26_000) })));
    expect(await many.closed()).toBe(4413);
    expect(many.provider.shouldConnect).toBe(false);
  });
});

describe('a change is refused with its id, a code and a sentence, and the socket closes with 4422', () => {
  /** A device of its own, since its changes are refused. */
  async function refusal(write: (session: Stock, own: Device) => void, document?: string) {
    const own = await joinSite(staff, device.site);
    const session = asDevice(own, document ?? storeDocument(own));
    await session.synced();
    write(session, own);
    expect(await session.closed()).toBe(4422);
    expect(session.refusals).toHaveLength(1);
    const [refused] = session.refusals;
    expect(refused).toEqual({
      code: expect.stringMatching(/^[a-z]+(-[a-z]+)*$/),
      message: expect.stringMatching(/^[A-Z].*[.?!]$/s),
      changeIds: expect.any(Array),
    });
    expect(session.provider.shouldConnect).toBe(false);
    return { code: refused?.code, changeIds: refused?.changeIds };
  }

  test('[X2] central data from a device, while others go on', async () => {
    const made = change('catalogueItem.edit', { model: 'X' });
    const other = asDevice(device, 'config');
    await other.synced();
    const refused = await refusal((session) => {
      put(session, made);
    }, 'config');
    expect(refused).toEqual({ code: 'central-only', changeIds: [made.id] });
    const next = change('item.create', { code: 'MR', name: 'Measles', unit: 'dose' });
    expect((await staff.send('POST', '/api/changes', { document: 'config', changes: [next] })).status).toBe(
      200,
    );
    await other.has(next.id);
    expect(other.changes.has(made.id)).toBe(false);
  });

  test('larger than 32 KiB', async () => {
    const made = asset({ notes: 'x'.repeat(40 * 1024) });
    const refused = await refusal((session) => {
      put(session, made);
    });
    expect(refused.changeIds).toEqual([made.id]);
    expect(await seen(made.entityId)).toBe(false);
  });

  test.each([
    ['a field of another type', () => asset({ assetNumber: 7 })],
    ['a date that is none', () => asset({ installationDate: 'last Tuesday' })],
    [
      'a status that is none',
      () =>
        change('assetLog.add', {
          assetId: randomUUID(),
          type: 'STATUS_UPDATE',
          functionalStatus: 'BROKEN',
          loggedAt: new Date().toISOString(),
        }),
    ],
    ['a boolean as a string', () => asset({ needsReplacement: 'yes' })],
    ['an hlc that is none', () => asset({}, { hlc: 'yesterday' })],
    ['an entity id of 65 characters', () => asset({}, { entityId: 'x'.repeat(65) })],
    ['a user id of 65 characters', () => asset({}, { userId: 'x'.repeat(65) })],
    ['an n that is no number', () => asset({}, { n: 'one' })],
    ['a key that the envelope does not have', () => asset({}, { extra: true })],
    ['central data in a store’s document', () => change('catalogueItem.create', { model: 'X' })],
  ])('%s', async (_what, make) => {
    const made = make();
    const refused = await refusal((session) => {
      put(session, made);
    });
    expect(refused.changeIds).toEqual([made.id]);
    expect(await seen(made.entityId)).toBe(false);
  });

  test('an overwrite, whose first value stays', async () => {
    const made = asset();
    const own = await joinSite(staff, device.site);
    const session = asDevice(own, storeDocument(own));
    await session.synced();
    put(session, made);
    await session.stored();
    put(session, { ...made, patch: { assetNumber: 'other' } });
    expect(await session.closed()).toBe(4422);
    expect(session.refusals[0]?.code).toBe('overwrite');
    const { body } = await staff.get<{ assetNumber: string }>(`/api/assets/${made.entityId}`);
    expect(body.assetNumber).toBe(made.patch['assetNumber']);
  });

  test('another change under an id that another device used', async () => {
    const made = asset();
    const first = asDevice(device, storeDocument(device));
    await first.synced();
    put(first, made);
    await first.stored();
    const doc = new Y.Doc();
    const own = await joinSite(staff, device.site);
    doc.clientID = own.clientId;
    doc.getMap('changes').set(made.id, { ...made, patch: { assetNumber: 'other' } });
    const session = asDevice(own, storeDocument(own), { doc, clientId: own.clientId });
    expect(await session.closed()).toBe(4422);
    expect(session.refusals[0]).toMatchObject({ code: 'overwrite', changeIds: [made.id] });
  });

  test('a client id that nobody has', async () => {
    const session = asDevice(device, storeDocument(device), { clientId: 12345 });
    await session.synced();
    const made = asset();
    put(session, made);
    expect(await session.closed()).toBe(4422);
    expect(session.refusals[0]?.message).toMatch(/./);
    expect(await seen(made.entityId)).toBe(false);
  });

  test('what is not a plain change: nested types, another map, text, a key that is not the id', async () => {
    const tries: ((session: Stock) => void)[] = [
      (session) => session.changes.set(randomUUID(), new Y.Map()),
      (session) => session.doc.getMap('other').set('a', 1),
      (session) => {
        session.doc.getText('notes').insert(0, 'hello');
      },
      (session) => session.changes.set(randomUUID(), asset()),
      (session) => session.changes.set(randomUUID(), 'text'),
      (session) => session.changes.set(randomUUID(), new Uint8Array(9)),
    ];
    for (const write of tries) await refusal(write);
  });

  test('an entity of another store', async () => {
    const other = await joinSite(staff, await makeSite(staff));
    const there = asDevice(other, storeDocument(other));
    await there.synced();
    const theirs = asset();
    put(there, theirs);
    await there.stored();
    const edit = change('asset.edit', { notes: 'mine now' }, { entityId: theirs.entityId });
    const refused = await refusal((session) => {
      put(session, edit);
    });
    expect(refused.changeIds).toEqual([edit.id]);
  });

  test('what stood before it in the same message is kept', async () => {
    const [before, wrong] = [asset(), asset({ assetNumber: 7 })];
    await refusal((session) => {
      put(session, before, wrong);
    });
    expect(await seen(before.entityId)).toBe(true);
  });

  test('and the device goes on under a fresh client id', async () => {
    const own = await joinSite(staff, device.site);
    const session = asDevice(own, storeDocument(own));
    await session.synced();
    put(session, asset({ assetNumber: 7 }));
    expect(await session.closed()).toBe(4422);
    const { body } = await own.post<{ clientId: number }>('/api/devices/me/client-id');
    const again = asDevice(own, storeDocument(own), { clientId: body.clientId });
    await again.synced();
    const made = asset();
    put(again, made);
    await again.stored();
    expect(await seen(made.entityId)).toBe(true);
  });
});

describe('what is merely inconsistent is stored and flagged', () => {
  test.each([
    ['a clock of 2036', () => asset({}, { hlc: `${Date.UTC(2036, 0)}-0000-${device.deviceId}` })],
    ['a clock of 1999', () => asset({}, { hlc: `0${Date.UTC(1999, 0)}-0000-${device.deviceId}` })],
    ['a kind that nobody knows yet', () => change('drone.create', { name: 'X' })],
    ['a field that nobody knows yet', () => asset({ colourOfDoor: 'green' })],
    ['a create that lacks its fields', () => change('asset.create', {})],
    ['a catalogue item that is not there', () => asset({ catalogueItemId: randomUUID() })],
    ['ids in V6’s own form', () => asset({}, { entityId: 'V6-ASSET-0001', userId: '' + 'A'.repeat(64) })],
    ['a change id of another UUID version', () => asset({}, { id: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' })],
  ])('%s', async (_what, make) => {
    const own = await joinSite(staff, device.site);
    const session = asDevice(own, storeDocument(own));
    await session.synced();
    put(session, make());
    await session.stored();
    expect(session.refusals).toEqual([]);
  });
});

test('a provider that knows nothing of us is told once and stays away', async () => {
  const session = connect(waypost.sync, 'config', {});
  expect(await session.closed()).toBe(4406);
  expect(session.provider.shouldConnect).toBe(false);
});
