/** Sites, the one-time codes by which devices join them, and the calls that a joined device may make. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  call,
  change,
  expectError,
  joinCode,
  joinSite,
  makeSite,
  signIn,
  type Joined,
  type Site,
  type Staff,
} from './people';
import { asDevice, leaveAll, put, storeDocument, YEAR } from './stock';
import { endAll, startWaypost, type Waypost } from './waypost';

let waypost: Waypost;
let staff: Staff;

beforeAll(async () => {
  waypost = await startWaypost();
  staff = await signIn(waypost);
});
afterAll(async () => {
  leaveAll();
  await endAll();
});

const join = (code: string, deviceName: unknown = 'Phone') =>
  call<Joined>(waypost, '/api/join', { method: 'POST', json: { code, deviceName } });

interface Listed {
  readonly items: (Site & {
    devices: { id: string; name: string; lastContact?: string }[];
    lastContact?: string;
  })[];
  readonly nextCursor?: string;
  readonly total: number;
}

describe('sites', () => {
  test('are made with their stores, whose ids may be given', async () => {
    const answer = await staff.send<Site>('POST', '/api/sites', {
      code: 'BO-1',
      name: 'Bo hospital',
      stores: [
        { id: 'V6STORE0001', code: 'BO-PHARM', name: 'Pharmacy' },
        { code: 'BO-COLD', name: 'Cold store' },
      ],
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      id: expect.stringMatching(/./),
      code: 'BO-1',
      name: 'Bo hospital',
      stores: [
        { id: 'V6STORE0001', code: 'BO-PHARM', name: 'Pharmacy' },
        { id: expect.stringMatching(/./), code: 'BO-COLD', name: 'Cold store' },
      ],
    });
    const twice = await staff.send('POST', '/api/sites', { code: 'BO-1', name: 'Bo', stores: [] });
    expect([400, 409]).toContain(twice.status);
    expectError(twice, twice.status);
  });

  test('are listed with stores, devices and last contact, page by page', async () => {
    const device = await joinSite(staff, await makeSite(staff, 2), 'Tablet of Sami');
    const session = asDevice(device, 'config');
    await session.synced();
    await makeSite(staff);
    const seen = new Map<string, Listed['items'][number]>();
    let cursor: string | undefined = '';
    let total = 0;
    for (let page = 0; cursor !== undefined && page < 50; page++) {
      const path: string = `/api/sites?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body, status } = await staff.get<Listed>(path);
      expect(status).toBe(200);
      expect(body.items.length).toBeLessThanOrEqual(2);
      for (const site of body.items) seen.set(site.id, site);
      cursor = body.nextCursor;
      total = body.total;
    }
    expect(seen.size).toBe(total);
    const site = seen.get(device.site.id);
    expect(site?.stores).toHaveLength(2);
    expect(site?.devices).toEqual([expect.objectContaining({ id: device.deviceId, name: 'Tablet of Sami' })]);
    expect(Date.parse(site?.lastContact ?? '')).toBeGreaterThan(Date.now() - 600_000);
  });

  test('lacking a code or a name are refused', async () => {
    expectError(await staff.send('POST', '/api/sites', { name: 'No code', stores: [] }), 400);
    expectError(await staff.send('POST', '/api/sites', { code: 'X', stores: [] }), 400);
    expectError(
      await staff.send('POST', '/api/sites', { code: 'X', name: 'X', stores: [{ name: 'Y' }] }),
      400,
    );
  });
});

describe('a join code', () => {
  test('lasts 24 hours, has 50 bits and comes with what the QR holds', async () => {
    const { code, expiresAt, url } = await joinCode(staff, await makeSite(staff));
    const left = Date.parse(expiresAt) - Date.now();
    expect(Math.abs(left - 24 * 3600_000)).toBeLessThan(60_000);
    expect(code.replace(/[^0-9A-Za-z]/g, '').length * Math.log2(32)).toBeGreaterThanOrEqual(50);
    expect(new URL(url).origin).toBe(waypost.origin);
    expect(url.replaceAll('-', '')).toContain(code.replaceAll('-', ''));
  });

  test('lets one device in, with everything it needs to know', async () => {
    const site = await makeSite(staff, 2);
    const { code } = await joinCode(staff, site);
    const first = await join(code);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      deviceId: expect.stringMatching(/./),
      deviceToken: expect.stringMatching(/^[\w.~-]{20,}$/),
      clientId: expect.any(Number),
      site: { id: site.id, code: site.code, name: site.name },
      stores: site.stores.map(({ id, code: storeCode, name }) => ({ id, code: storeCode, name })),
    });
    const instance = await call<{ centralId: string }>(waypost, '/api/instance');
    expect(first.body.centralId).toBe(instance.body.centralId);
    expectError(await join(code), 410);
  });

  test('is read in small letters, with or without its dashes and blanks', async () => {
    const site = await makeSite(staff);
    const spellings = [
      (code: string) => code.toLowerCase(),
      (code: string) => code.replaceAll('-', ''),
      (code: string) => ` ${code.replaceAll('-', ' ')} `,
    ];
    for (const spell of spellings) {
      const { code } = await joinCode(staff, site);
      expect((await join(spell(code))).status).toBe(201);
    }
  });

  test('may be given as the address that the QR holds', async () => {
    const { url } = await joinCode(staff, await makeSite(staff));
    expect((await join(url)).status).toBe(201);
  });

  test('that nobody made is 404; of a site that is not there it is not made', async () => {
    expectError(await join('ABCD-EFGH-JKMN'), 404);
    expectError(await join('no code at all'), 404);
    expectError(await staff.send('POST', '/api/sites/no-such-site/join-codes'), 404);
  });

  test('used by two at the same time lets one in', async () => {
    const { code } = await joinCode(staff, await makeSite(staff));
    const answers = await Promise.all([join(code), join(code), join(code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410, 410]);
  });
});

describe('a joined device', () => {
  test('lists the documents it may read, whose seq moves with what is stored', async () => {
    const device = await joinSite(staff, await makeSite(staff));
    interface Row {
      name: string;
      seq: number;
      changes: number;
      bytes: number;
    }
    const before = await device.get<Row[]>('/api/documents');
    expect(before.status).toBe(200);
    const config = before.body.find(({ name }) => name === 'config');
    expect(config).toMatchObject({
      name: 'config',
      seq: expect.any(Number),
      changes: expect.any(Number),
      bytes: expect.any(Number),
    });
    const session = asDevice(device, storeDocument(device));
    await session.synced();
    put(session, change('asset.create', { assetNumber: 'CCE-1' }, { deviceId: device.deviceId }));
    await session.stored();
    const after = await device.get<Row[]>('/api/documents');
    const own = after.body.find(({ name }) => name === `store/${device.store.id}/${YEAR}`);
    expect(own).toMatchObject({ changes: 1 });
    expect(own?.seq).toBeGreaterThan(before.body.find(({ name }) => name === own?.name)?.seq ?? 0);
    expect(own?.bytes).toBeGreaterThan(0);
    const names = after.body.map(({ name }) => name);
    const stores = device.stores.map(({ id }) => id);
    expect(names.every((name) => name === 'config' || stores.includes(name.split('/')[1] ?? ''))).toBe(true);
    expect((await staff.get('/api/documents')).status).toBe(200);
  });

  test('gets a fresh client id, and the old one stays its own', async () => {
    const device = await joinSite(staff, await makeSite(staff));
    const fresh = await device.post<{ clientId: number }>('/api/devices/me/client-id');
    expect([200, 201]).toContain(fresh.status);
    expect(fresh.body.clientId).not.toBe(device.clientId);
    for (const clientId of [device.clientId, fresh.body.clientId]) {
      const session = asDevice(device, storeDocument(device), { clientId });
      await session.synced();
      put(session, change('asset.create', { assetNumber: `CCE-${clientId}` }, { deviceId: device.deviceId }));
      await session.stored();
      session.leave();
    }
    const ofStaff = await staff.send<{ clientId: number }>('POST', '/api/devices/me/client-id');
    expect([200, 201]).toContain(ofStaff.status);
    expect(ofStaff.body.clientId).not.toBe(staff.clientId);
    const kept = await staff.get<{ clientId: number }>('/api/session');
    expect(kept.body.clientId).toBe(ofStaff.body.clientId);
  });

  test('that is revoked is closed with 4401 within five seconds, and its token is dead', async () => {
    const site = await makeSite(staff);
    const device = await joinSite(staff, site);
    const other = asDevice(await joinSite(staff, site), 'config');
    const sessions = [asDevice(device, 'config'), asDevice(device, storeDocument(device))];
    await Promise.all([...sessions, other].map((session) => session.synced()));
    const began = performance.now();
    const answer = await staff.send('DELETE', `/api/devices/${device.deviceId}`);
    expect([200, 204]).toContain(answer.status);
    expect(await Promise.all(sessions.map((session) => session.closed()))).toEqual([4401, 4401]);
    expect(performance.now() - began).toBeLessThan(5_000);
    expectError(await device.get('/api/documents'), 401);
    expect(await asDevice(device, 'config').closed()).toBe(4401);
    expect(other.provider.wsconnected).toBe(true);
    expectError(await staff.send('DELETE', '/api/devices/no-such-device'), 404);
  });

  test('cannot revoke, and no token is no device', async () => {
    const device = await joinSite(staff, await makeSite(staff));
    const asItself = await call(waypost, `/api/devices/${device.deviceId}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${device.deviceToken}` },
    });
    expect([401, 403]).toContain(asItself.status);
    expectError(await call(waypost, '/api/documents'), 401);
    const made = { headers: { authorization: 'Bearer made-up' } };
    expectError(await call(waypost, '/api/documents', made), 401);
  });
});
