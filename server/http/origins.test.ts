import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCentral, codeOf, type TestCentral } from '../../tests/support/central';

const FOREIGN = 'https://elsewhere.example.org';
const PUBLIC = 'https://waypost.example.org';

let central: TestCentral;
let secure: TestCentral;
beforeAll(async () => {
  central = await aCentral();
  secure = await aCentral({ publicOrigin: PUBLIC });
});
afterAll(() => Promise.all([central.central.close(), secure.central.close()]));

const siteBody = { code: 'NEW', name: 'x', stores: [{ code: 'NEW', name: 'y' }] };

describe('a write with a cookie', () => {
  it.each([
    ['of another origin', FOREIGN],
    ['that says null', 'null'],
    ['of the same host with another port', 'http://127.0.0.1:1'],
  ])('from a page %s is refused', async (_title, origin) => {
    const { cookie } = await central.staff();
    const answer = await central.call('POST', '/api/sites', { body: siteBody, headers: { cookie, origin } });
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'foreign-origin']);
  });

  it.each([
    'POST /api/sites',
    'DELETE /api/session',
    'DELETE /api/devices/x',
    'POST /api/devices/me/client-id',
    'POST /api/sites/x/join-codes',
  ])('that says no origin is refused (%s)', async (call) => {
    const { cookie } = await central.staff();
    const [method, url] = call.split(' ') as ['POST' | 'DELETE', string];
    const body = url === '/api/sites' ? { body: siteBody } : {};
    const answer = await central.call(method, url, { ...body, headers: { cookie } });
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'foreign-origin']);
  });

  it('must come from the public origin, where one is set', async () => {
    const { cookie, origin } = await secure
      .staff()
      .then(async ({ cookie: found }) => ({ cookie: found, origin: secure.central.origin }));
    const wrong = await secure.call('POST', '/api/sites', { body: siteBody, headers: { cookie, origin } });
    const right = await secure.call('POST', '/api/sites', {
      body: siteBody,
      headers: { cookie, origin: PUBLIC },
    });
    expect([wrong.statusCode, right.statusCode]).toEqual([403, 201]);
  });
});

describe('signing in from a page of another origin', () => {
  it('is refused', async () => {
    const body = { username: 'admin', password: 'x' };
    expect(
      (await central.call('POST', '/api/session', { body, headers: { origin: FOREIGN } })).statusCode,
    ).toBe(403);
  });
});

describe('another origin', () => {
  const headers = { origin: FOREIGN };

  it.each(['/api/health', '/api/instance', '/api/documents'])(
    'may read %s without credentials, and the date',
    async (url) => {
      const answer = await central.call('GET', url, { headers });
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      expect(String(answer.headers['access-control-expose-headers'])).toContain('Date');
    },
  );

  it.each([
    ['/api/join', 'POST'],
    ['/api/devices/me/client-id', 'POST'],
    ['/api/documents', 'GET'],
  ])('is told beforehand that it may call %s', async (url, method) => {
    const ask = {
      ...headers,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type',
    };
    const answer = await central.call('OPTIONS', url, { headers: ask });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(String(answer.headers['access-control-allow-headers'])).toContain('authorization');
  });

  it.each(['/api/sites', '/api/session', '/api/assets', '/api/changes'])(
    'may not call %s, which is for staff',
    async (url) => {
      const ask = { ...headers, 'access-control-request-method': 'POST' };
      expect(
        (await central.call('OPTIONS', url, { headers: ask })).headers['access-control-allow-origin'],
      ).toBeUndefined();
      expect(
        (await central.call('GET', url, { headers })).headers['access-control-allow-origin'],
      ).toBeUndefined();
    },
  );

  it('may read what a bearer token opens, and why it does not', async () => {
    const answer = await central.call('GET', '/api/documents', {
      headers: { ...headers, authorization: 'Bearer nobody' },
    });
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([401, '*']);
  });
});

describe('the headers that browsers obey', () => {
  it('let nothing run that is not ours', async () => {
    const { headers } = await central.call('GET', '/api/health');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toContain('unsafe-inline');
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=(self)') as unknown,
    });
  });

  it('ask for https only where there is https', async () => {
    expect((await central.call('GET', '/api/health')).headers['strict-transport-security']).toBeUndefined();
    expect((await secure.call('GET', '/api/health')).headers['strict-transport-security']).toContain(
      'max-age=',
    );
    const signedIn = await secure.call('POST', '/api/session', {
      body: { username: 'admin', password: 'correct horse battery' },
    });
    expect(signedIn.cookies.every((cookie) => cookie.secure === true)).toBe(true);
  });
});
