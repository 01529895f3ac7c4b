import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCentral, codeOf, PASSWORD, type TestCentral } from '../../tests/support/central';

/** All that comes back for these bytes. */
/** What comes back. `isCut`: the way there ends with the bytes, the way back stays open. */
async function sent(bytes: string, isCut = false): Promise<string> {
  const { port, hostname } = new URL(central.central.origin);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.write(bytes);
  if (isCut) socket.end();
  let answer = '';
  for await (const part of socket) answer += String(part);
  return answer;
}

let clientDir: string;
let central: TestCentral;
const lines: string[] = [];

beforeAll(async () => {
  clientDir = mkdtempSync(join(tmpdir(), 'client-'));
  mkdirSync(join(clientDir, 'assets'));
  writeFileSync(join(clientDir, 'index.html'), '<title>the app</title>');
  writeFileSync(join(clientDir, 'sw.js'), '// worker');
  writeFileSync(join(clientDir, 'assets', 'index-B7d9xQ2k.js'), '// hashed');
  central = await aCentral({
    clientDir,
    logLevel: 'trace',
    log: { write: (line) => lines.push(line) },
    metricsToken: 'a-token-of-sixteen',
  });
});
afterAll(async () => {
  await central.central.close();
  rmSync(clientDir, { recursive: true });
});

describe('an error', () => {
  it('has the one shape, for addresses that are not there', async () => {
    for (const url of ['/api', '/api/nix', '/api/assets/a/b/c', '/central/nix']) {
      const answer = await central.call('GET', url);
      expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'not-found']);
    }
    expect((await central.call('POST', '/')).statusCode).toBe(404);
  });

  it('has the one shape, for bodies that cannot be read', async () => {
    const { app } = central.central;
    const url = '/api/join';
    const send = (payload: string, type = 'application/json') =>
      app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
    for (const answer of [
      await send('{bad'),
      await send(''),
      await send('[]'),
      await send('x', 'text/plain'),
    ]) {
      expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'bad-request']);
    }
    const large = await send(JSON.stringify({ code: 'x'.repeat(100_000) }));
    expect([large.statusCode, codeOf(large)]).toEqual([413, 'too-large']);
  });

  it.each([
    ['GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n', 400, 'bad-request'],
    [`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'too-large'],
  ])('has the one shape, for bytes that are no call', async (bytes, status, code) => {
    const answer = await sent(bytes);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toMatch(/content-type: application\/json/i);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code } });
  });

  it('is no answer to a call that broke off: a caller would take it for a refusal', async () => {
    const head = 'POST /api/join HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    for (const rest of [
      'Content-Length: 99\r\n\r\n{"code"',
      'Transfer-Encoding: chunked\r\n\r\n20\r\n{"code"',
    ])
      expect(await sent(head + rest, true)).not.toContain('bad-request');
  });

  it('has the one shape, for texts that no database keeps as they are', async () => {
    const staff = await central.staff();
    for (const text of ['a\0b', '\ud800', 'x\udc00'])
      for (const body of [
        { code: text, name: 'x', stores: [{ code: 'a', name: 'b' }] },
        { code: 'x', name: 'x', stores: [{ code: 'a', name: text }] },
      ]) {
        const answer = await central.call('POST', '/api/sites', { headers: staff, body });
        expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'bad-request']);
      }
    for (const url of ['/api/sites?q=%00', '/api/sites/%00', '/api/search?q=a%00'])
      expect((await central.call('GET', url, { headers: staff })).statusCode).toBe(400);
    const body = { username: 'a\0', password: 'x' };
    expect((await central.call('POST', '/api/session', { body })).statusCode).toBe(400);
    const emoji = { code: '🧊', name: '🧊 ü', stores: [{ code: 'a', name: 'b' }] };
    expect((await central.call('POST', '/api/sites', { headers: staff, body: emoji })).statusCode).toBe(201);
  });

  it('tells nobody what went wrong inside', async () => {
    const answer = await central.call('GET', '/api/assets/%E0%A4%A');
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toHaveProperty('error.code', 'bad-request');
  });
});

describe('a call that says nothing, though it names a type', () => {
  const types = ['application/json', 'application/json; charset=utf-8', 'text/plain;charset=UTF-8'];

  it.each(types)('is taken where nothing needs to be said: %s', async (type) => {
    const staff = await central.staff();
    const site = await central.site(staff, `E-${types.indexOf(type)}`);
    const headers = { ...staff, 'content-type': type };
    const made = await central.call('POST', `/api/sites/${site.id}/join-codes`, { headers });
    expect(made.statusCode).toBe(201);
    const { deviceId } = (await central.join(made.json<{ code: string }>().code)).json<{
      deviceId: string;
    }>();
    expect((await central.call('POST', '/api/devices/me/client-id', { headers })).statusCode).toBe(200);
    expect((await central.call('DELETE', `/api/devices/${deviceId}`, { headers })).statusCode).toBe(204);
    expect((await central.call('DELETE', '/api/session', { headers })).statusCode).toBe(204);
  });

  it('lacks what has to be said', async () => {
    const answer = await central.call('POST', '/api/join', {
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'bad-request']);
  });
});

describe('the app', () => {
  it.each(['/', '/join', '/assets/01890000-0000-7000-8000-000000000000', '/sync', '/stores/a.b/assets'])(
    'answers the page address %s',
    async (url) => {
      const answer = await central.call('GET', url);
      expect([answer.statusCode, answer.headers['cache-control'], answer.body]).toEqual([
        200,
        'no-cache',
        '<title>the app</title>',
      ]);
    },
  );

  it('is kept for ever where its name has a hash, and asked for anew where not', async () => {
    expect((await central.call('GET', '/assets/index-B7d9xQ2k.js')).headers['cache-control']).toContain(
      'immutable',
    );
    expect((await central.call('GET', '/sw.js')).headers['cache-control']).toBe('no-cache');
  });

  it('has no page in the place of a missing file', async () => {
    expect((await central.call('GET', '/assets/index-gone1234.js')).statusCode).toBe(404);
  });
});

describe('GET /metrics', () => {
  it('answers who has the token, and nobody else, from wherever they call', async () => {
    const remote = { remoteAddress: '203.0.113.9' };
    const ask = (options: object) =>
      central.central.app.inject({ method: 'GET', url: '/metrics', ...options });
    const withToken = { headers: { authorization: 'Bearer a-token-of-sixteen' } };
    expect((await ask(withToken)).body).toContain('waypost_sync_connections');
    expect((await ask({})).statusCode).toBe(403);
    expect((await ask(remote)).statusCode).toBe(403);
    expect((await ask({ headers: { 'x-forwarded-for': '203.0.113.9' } })).statusCode).toBe(403);
    expect(
      (await ask({ ...remote, headers: { authorization: 'Bearer a-token-of-sixteen' } })).statusCode,
    ).toBe(200);
    expect((await ask({ ...remote, headers: { authorization: 'Bearer wrong' } })).statusCode).toBe(403);
  });
});

describe('GET /api/openapi.json', () => {
  it('describes the calls', async () => {
    const { paths } = (await central.call('GET', '/api/openapi.json')).json<{
      paths: Record<string, object>;
    }>();
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/assets',
        '/api/assets/{id}',
        '/api/assets/{id}/logs',
        '/api/assets/{id}/move',
        '/api/changes',
        '/api/devices/me/client-id',
        '/api/devices/{id}',
        '/api/documents',
        '/api/fleet/summary',
        '/api/health',
        '/api/instance',
        '/api/join',
        '/api/problems',
        '/api/session',
        '/api/sites',
        '/api/sites/{id}',
        '/api/sites/{id}/join-codes',
        '/central/sync/push',
        '/sync/v5/site',
      ]),
    );
  });
});

describe('the log', () => {
  it('holds no password, token, code, cookie or query value', async () => {
    const staff = await central.staff();
    const code = await central.joinCode(staff, (await central.site(staff)).id);
    const { deviceToken } = (await central.join(code)).json<{ deviceToken: string }>();
    await central.call('GET', '/api/documents', { headers: { authorization: `Bearer ${deviceToken}` } });
    await central.call('GET', '/api/assets?q=needle-in-query', { headers: staff });
    await central.join('ZZZZ-ZZZZ-ZZZZ');
    const log = lines.join('');
    const secrets = [
      PASSWORD,
      deviceToken,
      code,
      'ZZZZ-ZZZZ-ZZZZ',
      'needle-in-query',
      ...staff.cookie.split('; ').flatMap((pair) => pair.split('=')[1] ?? []),
    ];
    expect(log).toContain('/api/join');
    for (const secret of secrets) expect(log).not.toContain(secret);
  });
});
