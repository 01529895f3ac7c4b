/** The identity of the server, the sessions of staff, and the origins from which staff may write. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, expectError, joinSite, makeSite, signIn, type Session, type Staff } from './people';
import { ADMIN, endAll, startWaypost, type Waypost } from './waypost';

const METRICS_TOKEN = 'a token for the monitoring';

let waypost: Waypost;
let staff: Staff;

beforeAll(async () => {
  waypost = await startWaypost({ METRICS_TOKEN });
  staff = await signIn(waypost);
});
afterAll(endAll);

describe('what anyone may ask', () => {
  test('health says ok and the version', async () => {
    const answer = await call(waypost, '/api/health');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'ok',
      rowsBehind: 0,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  test('instance names the central server and its protocol, to any origin', async () => {
    const answer = await call(waypost, '/api/instance', { headers: { origin: 'https://app.example' } });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      name: expect.stringMatching(/./),
      centralId: expect.stringMatching(/./),
      isCentralServer: true,
      publicOrigin: waypost.origin,
      protocol: { min: 6, max: 6 },
    });
    expect(answer.headers.get('access-control-allow-origin')).toMatch(/^(\*|https:\/\/app\.example)$/);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('metrics are Prometheus text for whoever has the token, and for nobody else', async () => {
    const metrics = (headers: Record<string, string>) => fetch(`${waypost.origin}/metrics`, { headers });
    expect((await metrics({})).status).toBe(403);
    expect((await metrics({ authorization: 'Bearer another' })).status).toBe(403);
    const response = await metrics({ authorization: `Bearer ${METRICS_TOKEN}` });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toMatch(/^# TYPE \w+ \w+\n\w+(\{.*\})? [\d.]+$/m);
  });

  test('openapi.json lists the calls', async () => {
    const answer = await call<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      waypost,
      '/api/openapi.json',
    );
    expect(answer.body.openapi).toMatch(/^3\./);
    const listed = Object.entries(answer.body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed).toEqual(
      expect.arrayContaining([
        'GET /api/health',
        'GET /api/instance',
        'POST /api/session',
        'GET /api/session',
        'DELETE /api/session',
        'GET /api/session/oidc',
        'GET /api/sites',
        'POST /api/sites',
        'POST /api/sites/{id}/join-codes',
        'POST /api/join',
        'POST /api/devices/me/client-id',
        'POST /api/changes',
        'GET /api/documents',
        'DELETE /api/devices/{id}',
        'GET /api/assets',
        'GET /api/assets/{id}',
        'GET /api/assets/{id}/logs',
        'GET /api/problems',
      ]),
    );
  });

  test('HEAD is answered wherever GET is', async () => {
    for (const path of ['/api/health', '/api/instance', '/'])
      expect((await call(waypost, path, { method: 'HEAD' })).status).toBe(200);
  });

  test('the app itself is served, at deep addresses too', async () => {
    for (const path of ['/', '/assets/some-id', '/join']) {
      const response = await fetch(`${waypost.origin}${path}`, { headers: { accept: 'text/html' } });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    }
  });
});

describe('errors are JSON with a code and a sentence', () => {
  test('for an address that is not there', async () => {
    expect(expectError(await call(waypost, '/api/nothing-here'), 404)).toBe('not-found');
  });

  test('for a method that an address does not have', async () => {
    const answer = await call(waypost, '/api/health', { method: 'PUT', json: {} });
    expect([404, 405]).toContain(answer.status);
    expectError(answer, answer.status);
  });

  test('for a body that is not JSON, has another type, or lacks a field', async () => {
    const json = { 'content-type': 'application/json' };
    const broken = { method: 'POST', headers: json, text: '{"username": ' };
    expectError(await call(waypost, '/api/session', broken), 400);
    const form = { method: 'POST', headers: { 'content-type': 'text/csv' }, text: 'a,b' };
    expectError(await call(waypost, '/api/session', form), 415);
    expectError(await call(waypost, '/api/session', { method: 'POST', json: { username: 'amina' } }), 400);
    expectError(await call(waypost, '/api/join', { method: 'POST', json: { code: 7 } }), 400);
    expectError(await call(waypost, '/api/join', { method: 'POST' }), 400);
  });

  test('for a body that is too large', async () => {
    const json = { username: 'amina', password: 'x'.repeat(100_000) };
    expectError(await call(waypost, '/api/session', { method: 'POST', json }), 413);
  });

  test('for a path with a broken escape', async () => {
    expectError(await call(waypost, '/api/assets/%E0%A4%A'), 400);
  });
});

describe('a session', () => {
  test('tells who signed in and the ids of the browser', async () => {
    const answer = await staff.get<Session>('/api/session');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      user: {
        id: expect.stringMatching(/./),
        username: ADMIN.username,
        displayName: expect.stringMatching(/./),
        permissions: expect.arrayContaining([expect.any(String)]),
      },
      deviceId: staff.deviceId,
      clientId: staff.clientId,
    });
    expect(Number.isInteger(staff.clientId) && staff.clientId > 0).toBe(true);
  });

  test('keeps its ids for the same browser and has others for another', async () => {
    const again = await signIn(waypost, staff.cookie);
    expect([again.deviceId, again.clientId]).toEqual([staff.deviceId, staff.clientId]);
    const other = await signIn(waypost);
    expect(other.deviceId).not.toBe(staff.deviceId);
    expect(other.clientId).not.toBe(staff.clientId);
  });

  test('keeps the ids of a browser that signed out and in again', async () => {
    const first = await signIn(waypost);
    const signedOut = await first.send('DELETE', '/api/session');
    expect([200, 204]).toContain(signedOut.status);
    expectError(await first.get('/api/session'), 401);
    expectError(await first.get('/api/sites'), 401);
    const again = await signIn(waypost, first.cookie);
    expect([again.deviceId, again.clientId]).toEqual([first.deviceId, first.clientId]);
  });

  test('lives in a cookie that scripts and other sites do not get', async () => {
    const response = await fetch(`${waypost.origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    });
    for (const cookie of response.headers.getSetCookie()) {
      expect(cookie).toMatch(/; HttpOnly/i);
      expect(cookie).toMatch(/; SameSite=Strict/i);
    }
  });

  test('is not had with a wrong name, a wrong password or a made-up cookie', async () => {
    const wrong = { ...ADMIN, password: 'three tall ceders' };
    const refused = await call(waypost, '/api/session', { method: 'POST', json: wrong });
    const unknown = await call(waypost, '/api/session', {
      method: 'POST',
      json: { ...ADMIN, username: 'nobody' },
    });
    expect(expectError(refused, 401)).toBe(expectError(unknown, 401));
    const cookie = staff.cookie.replace(/=[^;]+/g, '=made-up');
    expectError(await call(waypost, '/api/session', { headers: { cookie } }), 401);
  });

  test('is needed by every call of staff', async () => {
    const device = await joinSite(staff, await makeSite(staff));
    const reads = [
      '/api/session',
      '/api/sites',
      '/api/assets',
      '/api/assets/x',
      '/api/assets/x/logs',
      '/api/problems',
    ];
    for (const path of reads) {
      expectError(await call(waypost, path), 401);
      const asDevice = await device.get(path);
      expect([401, 403]).toContain(asDevice.status);
      expectError(asDevice, asDevice.status);
    }
    const json = { document: 'config', changes: [] };
    for (const path of ['/api/sites', `/api/sites/${device.site.id}/join-codes`, '/api/changes']) {
      expectError(await call(waypost, path, { method: 'POST', json }), 401);
      const asDevice = await device.post(path, json);
      expect([401, 403]).toContain(asDevice.status);
      expectError(asDevice, asDevice.status);
    }
  });
});

describe('a write with the cookie needs the server’s own Origin', () => {
  const write = (headers: Record<string, string>) =>
    call(waypost, '/api/sites', {
      method: 'POST',
      json: { code: `O${Math.random()}`, name: 'Of an origin', stores: [{ code: 'O', name: 'One' }] },
      headers: { cookie: staff.cookie, ...headers },
    });

  test('no Origin, another and “null” are refused with 403', async () => {
    expectError(await write({}), 403);
    expectError(await write({ origin: 'https://elsewhere.example' }), 403);
    expectError(await write({ origin: 'null' }), 403);
    expectError(await write({ origin: `${waypost.origin}.elsewhere.example` }), 403);
  });

  test('the own one is not', async () => {
    const answer = await write({ origin: waypost.origin });
    expect(answer.status).toBe(201);
  });

  test('the address by which the server was called is its own too', async () => {
    const there = waypost.origin.replace('localhost', '127.0.0.1');
    const response = await fetch(`${there}/api/sites`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: staff.cookie, origin: there },
      body: JSON.stringify({ code: 'LOOP', name: 'Loopback', stores: [{ code: 'LOOP-1', name: 'One' }] }),
    });
    expect(response.status).toBe(201);
  });

  test('reading needs none, and no origin may read with a cookie', async () => {
    expect((await staff.get('/api/sites')).status).toBe(200);
    const answer = await call(waypost, '/api/sites', {
      headers: { cookie: staff.cookie, origin: 'https://elsewhere.example' },
    });
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('signing out needs it as well', async () => {
    const { cookie } = await signIn(waypost);
    expectError(await call(waypost, '/api/session', { method: 'DELETE', headers: { cookie } }), 403);
    expect((await call(waypost, '/api/session', { headers: { cookie } })).status).toBe(200);
  });
});

describe('calls with a bearer token, joining and instance are open to any origin', () => {
  const preflight = (path: string, method: string) =>
    fetch(`${waypost.origin}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  test('their preflights are allowed, without credentials', async () => {
    const calls = [
      ['/api/join', 'POST'],
      ['/api/documents', 'GET'],
      ['/api/devices/me/client-id', 'POST'],
      ['/api/instance', 'GET'],
    ] as const;
    for (const [path, method] of calls) {
      const { headers, ok } = await preflight(path, method);
      expect(ok).toBe(true);
      expect(headers.get('access-control-allow-origin')).toMatch(/^(\*|https:\/\/app\.example)$/);
      expect(headers.get('access-control-allow-headers')?.toLowerCase()).toMatch(/authorization/);
      expect(headers.get('access-control-allow-methods')).toContain(method);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  test('what staff call is not', async () => {
    const { headers } = await preflight('/api/sites', 'POST');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('an error in one of them can be read from there too', async () => {
    const answer = await call(waypost, '/api/join', {
      method: 'POST',
      json: { code: 'AAAA-BBBB-CCCC', deviceName: 'Phone' },
      headers: { origin: 'https://app.example' },
    });
    expectError(answer, 404);
    expect(answer.headers.get('access-control-allow-origin')).toMatch(/^(\*|https:\/\/app\.example)$/);
  });
});
