/** The rights of a stock WebsocketProvider, its view and its messages, at `config` and at a store's documents. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { call, change, joinSite, makeSite, signIn, type Device, type Staff } from './people';
import {
  asDevice,
  asStaff,
  connect,
  deviceProtocols,
  leaveAll,
  put,
  socketOf,
  storeDocument,
  YEAR,
} from './stock';
import { endAll, startWaypost, type Waypost } from './waypost';

let waypost: Waypost;
let staff: Staff;
let device: Device;

beforeAll(async () => {
  waypost = await startWaypost();
  staff = await signIn(waypost);
  device = await joinSite(staff, await makeSite(staff, 2));
});
afterEach(leaveAll);
afterAll(endAll);

const asset = (assetNumber = `CCE-${randomUUID()}`) =>
  change('asset.create', { assetNumber }, { deviceId: device.deviceId });

interface Asset {
  readonly id: string;
  readonly assetNumber: string;
}

const assetOf = async (id: string) => (await staff.get<Asset>(`/api/assets/${id}`)).body;

describe('a device with a stock provider', () => {
  test('reads config, writes to its store, hears stored, and is seen by staff', async () => {
    const config = asDevice(device, 'config');
    await config.synced();
    expect(config.changes.size).toBeGreaterThan(0);
    const store = asDevice(device, storeDocument(device));
    await store.synced();
    const made = asset();
    put(store, made);
    await store.stored();
    expect(await assetOf(made.entityId)).toMatchObject({
      id: made.entityId,
      assetNumber: made.patch['assetNumber'],
      storeId: device.store.id,
      siteId: device.site.id,
    });
  });

  test('may come without the central it knows, before it knows one', async () => {
    const protocols = ['waypost.v6', `token.${device.deviceToken}`];
    const session = asDevice(device, storeDocument(device), { protocols });
    await session.synced();
    expect(session.provider.ws?.protocol).toBe('waypost.v6');
  });

  test('may offer its protocols in any order', async () => {
    const protocols = deviceProtocols(device).reverse();
    const session = asDevice(device, 'config', { protocols });
    await session.synced();
    expect(session.provider.ws?.protocol).toBe('waypost.v6');
  });

  test('sends what it put into the doc before it connected', async () => {
    const doc = new Y.Doc();
    doc.clientID = device.clientId;
    const fresh = await joinSite(staff, device.site);
    doc.clientID = fresh.clientId;
    const made = asset();
    doc.getMap('changes').set(made.id, made);
    const session = asDevice(fresh, storeDocument(device), { doc, clientId: fresh.clientId });
    await session.stored();
    expect(await assetOf(made.entityId)).toMatchObject({ assetNumber: made.patch['assetNumber'] });
  });

  test('is heard by the other devices of the store and by those who come later', async () => {
    const [first, second, late] = [
      await joinSite(staff, device.site),
      await joinSite(staff, device.site),
      await joinSite(staff, device.site),
    ];
    const [one, two] = [asDevice(first, storeDocument(first)), asDevice(second, storeDocument(first))];
    await Promise.all([one.synced(), two.synced()]);
    const made = [asset(), asset(), asset()];
    put(one, ...made);
    const last = made[2]?.id ?? '';
    await two.has(last);
    expect(two.changes.get(last)).toEqual(made[2]);
    const after = asDevice(late, storeDocument(first));
    await after.synced();
    expect(made.every(({ id }) => after.changes.has(id))).toBe(true);
  });

  test('goes on after its link was cut, with what it made meanwhile', async () => {
    const own = await joinSite(staff, device.site);
    const session = asDevice(own, storeDocument(own));
    await session.synced();
    put(session, asset());
    await session.stored();
    session.provider.disconnect();
    const offline = asset();
    put(session, offline);
    session.provider.connect();
    await session.stored();
    expect(await assetOf(offline.entityId)).toMatchObject({ id: offline.entityId });
    session.provider.ws?.close(4000);
    const meanwhile = asset();
    put(session, meanwhile);
    await session.stored();
    expect(await assetOf(meanwhile.entityId)).toMatchObject({ id: meanwhile.entityId });
  });

  test('may have all its documents open at once under one client id, and all stores of the site', async () => {
    const own = await joinSite(staff, device.site);
    const [here, there] = own.stores.map(({ id }) => asDevice(own, `store/${id}/${YEAR}`));
    if (here === undefined || there === undefined) throw new Error('The site has two stores.');
    await Promise.all([here.synced(), there.synced(), asDevice(own, 'config').synced()]);
    const [made, other] = [asset(), asset()];
    put(here, made);
    put(there, other);
    await Promise.all([here.stored(), there.stored()]);
    expect(await assetOf(other.entityId)).toMatchObject({ storeId: own.stores[1]?.id });
    expect(await assetOf(made.entityId)).toMatchObject({ storeId: own.stores[0]?.id });
  });

  test('may read a past year’s document and write what it files there', async () => {
    const session = asDevice(device, storeDocument(device, YEAR - 1));
    await session.synced();
    const made = asset();
    put(session, made);
    await session.stored();
    expect(await assetOf(made.entityId)).toMatchObject({ id: made.entityId });
  });

  test('and another that put the same change leave one of it, and go on', async () => {
    const devices = [await joinSite(staff, device.site), await joinSite(staff, device.site)];
    const both = devices.map((each) => asDevice(each, storeDocument(each)));
    await Promise.all(both.map((session) => session.synced()));
    const [same, next] = [asset(), asset()];
    for (const session of both) put(session, same);
    await Promise.all(both.map((session) => session.stored()));
    for (const session of both) put(session, { ...next, id: randomUUID(), entityId: randomUUID() });
    await Promise.all(both.map((session) => session.stored()));
    const late = asDevice(device, storeDocument(device));
    await late.synced();
    expect(late.changes.get(same.id)).toEqual(same);
  });

  test('harms nobody by deleting a key: others keep it, and it goes on', async () => {
    const own = await joinSite(staff, device.site);
    const other = asDevice(device, storeDocument(device));
    const session = asDevice(own, storeDocument(own));
    await Promise.all([other.synced(), session.synced()]);
    const made = asset();
    put(session, made);
    await session.stored();
    session.changes.delete(made.id);
    const next = asset();
    put(session, next);
    await session.stored();
    await other.has(next.id);
    expect(other.changes.get(made.id)).toEqual(made);
    const doc = session.doc;
    session.leave();
    const again = asDevice(own, storeDocument(own), { doc, clientId: own.clientId });
    await again.synced();
    const third = asset();
    put(again, third);
    await again.stored();
    expect(await assetOf(third.entityId)).toMatchObject({ id: third.entityId });
    const late = asDevice(device, storeDocument(device));
    await late.synced();
    expect(late.changes.get(made.id)).toEqual(made);
  });

  test('may send 2,000 changes at once', async () => {
    const own = await joinSite(staff, await makeSite(staff));
    const session = asDevice(own, storeDocument(own));
    await session.synced();
    put(session, ...Array.from({ length: 2_000 }, () => asset()));
    await session.stored();
    const { body } = await staff.get<{ total: number }>(`/api/assets?storeId=${own.store.id}&limit=1`);
    expect(body.total).toBe(2_000);
  });

  test('sends awareness, which nobody hears', async () => {
    const own = await joinSite(staff, device.site);
    const [one, two] = [asDevice(own, 'config'), asDevice(device, 'config')];
    await Promise.all([one.synced(), two.synced()]);
    one.provider.awareness.setLocalStateField('user', { name: 'Ruth' });
    const store = asDevice(own, storeDocument(own));
    await store.synced();
    put(store, asset());
    await store.stored();
    expect([...two.provider.awareness.getStates().keys()]).toEqual([device.clientId]);
    expect(one.provider.wsconnected).toBe(true);
  });
});

describe('support staff with a stock provider', () => {
  test('author central data that devices hear', async () => {
    const phone = asDevice(device, 'config');
    const session = asStaff(staff, 'config');
    await Promise.all([phone.synced(), session.synced()]);
    expect(session.provider.ws?.protocol).toBe('waypost.v6');
    const by = { deviceId: staff.deviceId, userId: staff.user.id };
    const made = [
      change('assetClass.create', { name: 'Power' }, by),
      change(
        'statusReason.create',
        { functionalStatus: 'NOT_FUNCTIONING', reason: 'Flooded', commentsRequired: true },
        by,
      ),
      change('item.create', { code: 'BCG', name: 'BCG vaccine', unit: 'dose' }, by),
    ];
    put(session, ...made);
    await session.stored();
    for (const { id } of made) await phone.has(id);
    const item = change(
      'catalogueItem.create',
      { subCatalogue: 'General', code: 'GEN-1', model: 'Kettle', properties: {} },
      by,
    );
    put(session, item);
    await phone.has(item.id);
    const edit = change(
      'catalogueItem.edit',
      { model: 'Kettle 2' },
      { ...by, entityId: item.entityId, base: { model: [item.hlc] } },
    );
    put(session, edit);
    await session.stored();
    await phone.has(edit.id);
    expect(session.refusals).toEqual([]);
  });

  test('from another origin, or without a cookie, are closed', async () => {
    const elsewhere = asStaff(staff, 'config', { socket: socketOf(staff, 'https://elsewhere.example') });
    expect([4401, 4403]).toContain(await elsewhere.closed());
    const nobody = connect(waypost.sync, 'config', { protocols: ['waypost.v6'] });
    expect(await nobody.closed()).toBe(4401);
  });
});

describe('POST /api/changes', () => {
  const send = (document: string, ...changes: unknown[]) =>
    staff.send<{ error?: { code: string } }>('POST', '/api/changes', { document, changes });

  test('authors central data', async () => {
    const phone = asDevice(device, 'config');
    await phone.synced();
    const made = change('catalogueItem.create', {
      subCatalogue: 'General',
      code: 'GEN-7',
      model: 'Fan',
      properties: {},
    });
    const answer = await send('config', made);
    expect([200, 201]).toContain(answer.status);
    await phone.has(made.id);
    expect(phone.changes.get(made.id)).toMatchObject({
      kind: made.kind,
      entityId: made.entityId,
      patch: made.patch,
    });
  });

  test('authors into a store’s document, which its devices hear', async () => {
    const phone = asDevice(device, storeDocument(device));
    await phone.synced();
    const made = asset();
    expect((await send(storeDocument(device), made)).status).toBe(200);
    await phone.has(made.id);
    expect(await assetOf(made.entityId)).toMatchObject({ assetNumber: made.patch['assetNumber'] });
  });

  test('judges as the sockets do', async () => {
    const wrong = change('asset.create', { assetNumber: 7 });
    const answers = [
      await send(storeDocument(device), wrong),
      await send('config', asset()),
      await send(storeDocument(device), change('catalogueItem.create', { model: 'Fan' })),
      await send(storeDocument(device), { id: 'no uuid' }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(body).toMatchObject({
        error: { code: expect.stringMatching(/^[a-z-]+$/), message: expect.any(String) },
      });
    }
    expect((await staff.get(`/api/assets/${wrong.entityId}`)).status).toBe(404);
    const nowhere = await send(`store/no-such-store/${YEAR}`, asset());
    expect(nowhere.status).toBeGreaterThanOrEqual(400);
    const unnamed = await send('elsewhere', asset());
    expect(unnamed.status).toBeGreaterThanOrEqual(400);
  });

  test('is for the server’s own Origin', async () => {
    const answer = await call(waypost, '/api/changes', {
      method: 'POST',
      json: { document: 'config', changes: [asset()] },
      headers: { cookie: staff.cookie },
    });
    expect(answer.status).toBe(403);
  });
});

describe('stored', () => {
  test('comes soon after the first exchange, even when there is nothing to store', async () => {
    const own = await joinSite(staff, await makeSite(staff));
    const socket = new WebSocket(`${waypost.sync}/${storeDocument(own)}`, deviceProtocols(own));
    const kinds: number[] = [];
    await new Promise<void>((resolve) => {
      socket.on('open', () => {
        socket.send(Uint8Array.of(0, 0, 1, 0));
      });
      socket.on('message', (data: Buffer) => {
        kinds.push(data[0] === 0 ? (data[1] ?? -1) : (data[0] ?? -1));
        if (kinds.includes(0) && kinds.includes(1) && kinds.includes(100)) resolve();
      });
    });
    expect(kinds[0]).toBe(0);
    socket.close();
  });
});
