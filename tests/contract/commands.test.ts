/** Starting, starting again, draining, a wrong setting, and the demo country. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { call, change, expectError, joinSite, makeSite, signIn } from './people';
import { asDevice, leaveAll, put, storeDocument } from './stock';
import { ADMIN, endAll, newDataDir, startAndEnd, startWaypost, type Waypost } from './waypost';

afterAll(async () => {
  leaveAll();
  await endAll();
});

const ADMIN_ENV = { ADMIN_USERNAME: ADMIN.username, ADMIN_PASSWORD: ADMIN.password };

const instance = async (waypost: Waypost) =>
  (await call<{ centralId: string; publicOrigin: string }>(waypost, '/api/instance')).body;

describe('npm start', () => {
  test('prints the address and how to sign in, drains on SIGTERM, and finds everything again', async () => {
    const first = await startWaypost({ ADMIN_USERNAME: 'ines', ADMIN_PASSWORD: '' });
    const printed = /sign in .*?\bines\b.*?password\W+(\S+)/is.exec(first.output())?.[1] ?? '';
    const password = printed.replace(/[.,"”]+$/, '');
    const signedIn = await call(first, '/api/session', {
      method: 'POST',
      json: { username: 'ines', password },
    });
    expect(signedIn.status).toBe(200);
    const { centralId } = await instance(first);
    expect(await first.end('SIGTERM')).toBe(0);

    const second = await startWaypost({
      DATA_DIR: first.dataDir,
      ADMIN_USERNAME: 'ines',
      ADMIN_PASSWORD: '',
    });
    expect(second.output()).not.toContain(password);
    expect((await instance(second)).centralId).toBe(centralId);
    const again = await call(second, '/api/session', {
      method: 'POST',
      json: { username: 'ines', password },
    });
    expect(again.status).toBe(200);
    expect(await second.end('SIGINT')).toBe(0);
  });

  test('keeps sites, tokens, changes and sessions from one start to the next', async () => {
    const first = await startWaypost();
    const staff = await signIn(first);
    const device = await joinSite(staff, await makeSite(staff));
    const session = asDevice(device, storeDocument(device));
    await session.synced();
    const made = change('asset.create', { assetNumber: 'KEPT-1' }, { deviceId: device.deviceId });
    put(session, made);
    await session.stored();
    const closed = session.closed();
    expect(await first.end()).toBe(0);
    expect(await closed).not.toBeGreaterThanOrEqual(4400);

    const second = await startWaypost({ DATA_DIR: first.dataDir });
    const cookie = { cookie: staff.cookie };
    const kept = await call<{ assetNumber: string }>(second, `/api/assets/${made.entityId}`, {
      headers: cookie,
    });
    expect(kept.body).toMatchObject({ assetNumber: 'KEPT-1', storeId: device.store.id });
    const back = asDevice({ ...device, waypost: second }, storeDocument(device));
    await back.has(made.id);
    const next = change('asset.create', { assetNumber: 'KEPT-2' }, { deviceId: device.deviceId });
    put(back, next);
    await back.stored();
    expect((await call(second, `/api/assets/${next.entityId}`, { headers: cookie })).status).toBe(200);
    back.leave();
    session.leave();
  });

  test('ships the reference data: statuses’ reasons, types and the property keys', async () => {
    const waypost = await startWaypost();
    const staff = await signIn(waypost);
    const config = asDevice(await joinSite(staff, await makeSite(staff)), 'config');
    await config.synced();
    const kinds = [...config.changes.values()].map((each) => (each as { kind: string }).kind);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(count('statusReason.create')).toBe(9);
    expect(count('catalogueItem.create')).toBe(168);
    expect(count('assetProperty.create')).toBe(34);
    expect(count('assetType.create')).toBe(16);
    expect(count('assetCategory.create')).toBe(3);
    expect(count('assetClass.create')).toBe(1);
  });
});

describe('a wrong setting stops the start with one clear line', () => {
  test.each([
    ['PORT', 'eighty'],
    ['PORT', '99999'],
    ['PUBLIC_ORIGIN', 'not an address'],
    ['LOG_LEVEL', 'shouting'],
    ['DATABASE_URL', 'mysql://somewhere/db'],
    ['MSUPPLY_CENTRAL_URL', 'not an address'],
    ['TRUST_PROXY', 'perhaps'],
    ['ADMIN_PASSWORD', 'short'],
  ])('%s=%s', async (name, value) => {
    const { code, output } = await startAndEnd({ PORT: '0', ...ADMIN_ENV, [name]: value });
    expectOneLine(code, output);
    expect(output).toContain(name);
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const { code, output } = await startAndEnd({ ...ADMIN_ENV, PORT: port });
    other.close();
    expectOneLine(code, output);
    expect(output).toContain(port);
  });

  test('a data directory that is a file, and one that another server has open', async () => {
    const file = join(newDataDir(), 'file');
    writeFileSync(file, '');
    const taken = await startAndEnd({ ...ADMIN_ENV, PORT: '0', DATA_DIR: file });
    expectOneLine(taken.code, taken.output);
    const waypost = await startWaypost();
    const second = await startAndEnd({ ...ADMIN_ENV, PORT: '0', DATA_DIR: waypost.dataDir });
    expectOneLine(second.code, second.output);
  });

  function expectOneLine(code: number | string, output: string): void {
    expect(code).not.toBe(0);
    const lines = output.split('\n').filter((line) => line !== '' && !line.startsWith('Built the '));
    expect(lines).toEqual([expect.stringMatching(/\S+ \S+ \S+/)]);
    expect(output).not.toMatch(/\n\s+at /);
  }
});

describe('PUBLIC_ORIGIN', () => {
  test('is what instance, join codes and the Origin rule go by', async () => {
    const waypost = await startWaypost({ PUBLIC_ORIGIN: 'https://central.example' });
    expect((await instance(waypost)).publicOrigin).toBe('https://central.example');
    const staff = await signIn(waypost);
    const site = { code: 'A', name: 'A', stores: [{ code: 'A', name: 'A' }] };
    expectError(await staff.send('POST', '/api/sites', site), 403);
    const headers = { cookie: staff.cookie, origin: 'https://central.example' };
    const made = await call<{ id: string }>(waypost, '/api/sites', { method: 'POST', json: site, headers });
    expect(made.status).toBe(201);
    const path = `/api/sites/${made.body.id}/join-codes`;
    const { body } = await call<{ url: string }>(waypost, path, { method: 'POST', headers });
    expect(new URL(body.url).origin).toBe('https://central.example');
  });
});

describe('failures only are counted', () => {
  test('many wrong passwords are 429 and say when to come back; signing in often is not', async () => {
    const waypost = await startWaypost();
    for (let times = 0; times < 6; times++) await signIn(waypost);
    const wrong = () =>
      call(waypost, '/api/session', { method: 'POST', json: { ...ADMIN, password: randomUUID() } });
    let answer = await wrong();
    for (let times = 0; answer.status === 401 && times < 50; times++) answer = await wrong();
    expectError(answer, 429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('many unknown codes are 429; joining often is not', async () => {
    const waypost = await startWaypost();
    const staff = await signIn(waypost);
    const site = await makeSite(staff);
    for (let times = 0; times < 30; times++) await joinSite(staff, site);
    const wrong = () =>
      call(waypost, '/api/join', { method: 'POST', json: { code: 'AAAA-BBBB-CCCC', deviceName: 'X' } });
    let answer = await wrong();
    for (let times = 0; answer.status === 404 && times < 100; times++) answer = await wrong();
    expectError(answer, 429);
  });
});

describe('npm start -- --demo', () => {
  test('is a living country: 4 regions, 40 sites, the starter catalogue and 600 assets with logs', async () => {
    const waypost = await startWaypost({ DATA_DIR: newDataDir() }, ['--demo']);
    const staff = await signIn(waypost);
    interface Sites {
      items: { id: string; stores: unknown[]; regionId?: string }[];
      total: number;
    }
    const sites = (await staff.get<Sites>('/api/sites')).body;
    expect(sites.total).toBe(40);
    expect(sites.items.flatMap(({ stores }) => stores)).toHaveLength(50);
    const regions = (await staff.get<{ items: { name: string }[] }>('/api/regions')).body;
    expect(regions.items).toHaveLength(4);
    expect(sites.items.every(({ regionId }) => regionId !== undefined)).toBe(true);
    interface Assets {
      items: { id: string; functionalStatus?: string; catalogueItemId?: string }[];
      total: number;
    }
    const assets = (await staff.get<Assets>('/api/assets?limit=200')).body;
    expect([assets.total, assets.items.length]).toEqual([600, 200]);
    expect(assets.items.every(({ functionalStatus }) => functionalStatus !== undefined)).toBe(true);
    expect(new Set(assets.items.map(({ functionalStatus }) => functionalStatus)).size).toBeGreaterThanOrEqual(
      5,
    );
    const [site] = sites.items;
    const joined = await joinSite(staff, { id: site?.id ?? '', code: '', name: '', stores: [] });
    const config = asDevice(joined, 'config');
    await config.synced();
    const items = [...config.changes.values()].filter(
      (each) => (each as { kind: string }).kind === 'catalogueItem.create',
    );
    expect(items).toHaveLength(168);
    expect(await waypost.end()).toBe(0);
  });
});
