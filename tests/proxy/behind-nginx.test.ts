// Behind a real nginx as people set it up: a setting that fails shows exactly what to set, and works once set so.
import { request } from 'node:https';
import { connect as connectHttp2 } from 'node:http2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { lookAtProxy } from '../../server/operations/doctor/proxy';
import { aCentral, PASSWORD, type TestCentral } from '../support/central';
import { findNginx, freePort, Nginx, setUps } from './nginx';

const binary = findNginx();
const TOKEN = 'a-token-of-sixteen';
const lines: string[] = [];
let nginx: Nginx;
let central: TestCentral;
let set: TestCentral;
const ports = { bare: 0, host: 0, told: 0 };

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Over TLS that signs itself, as a trial's certificate does. */
function call(
  port: number,
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  // prettier-ignore
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, method, path, rejectUnauthorized: false, headers: { host: `localhost:${port}`, ...options.headers } }, // prettier-ignore
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts).toString('utf8'),
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(options.body);
  });
}

const origin = (port: number): string => `https://localhost:${port}`;
const signIn = (
  port: number,
  headers: Record<string, string> = {},
  password = PASSWORD,
  username = 'admin',
) =>
  call(port, 'POST', '/api/session', {
    headers: { origin: origin(port), 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ username, password }),
  });
const codeOf = ({ body }: Answer) => (JSON.parse(body) as { error: { code: string; message: string } }).error;

async function untilUp(port: number): Promise<void> {
  for (;;) {
    const up = await call(port, 'GET', '/api/health').catch(() => undefined);
    if (up?.status === 200) return;
  }
}

describe.skipIf(binary === undefined)('behind nginx (not on this machine: skipped)', () => {
  beforeAll(async () => {
    for (const name of Object.keys(setUps) as (keyof typeof setUps)[]) ports[name] = await freePort();
    const log = { write: (line: string) => void lines.push(line) };
    central = await aCentral({ logLevel: 'info', log, metricsToken: TOKEN });
    nginx = await Nginx.start(binary ?? '', Number(new URL(central.central.origin).port), ports);
    await untilUp(ports.told);
  });
  afterAll(async () => {
    await nginx.stop();
    await central.central.close();
  });

  it.each(['bare', 'host'] as const)(
    'without settings (%s) signing in says exactly what to set',
    async (name) => {
      const answer = await signIn(ports[name]);
      expect(answer.status).toBe(403);
      const { code, message } = codeOf(answer);
      expect(code).toBe('foreign-origin');
      expect(message).toContain(`PUBLIC_ORIGIN=${origin(ports[name])}`);
      expect(message).toContain('TRUST_PROXY=1');
      expect(lines.join('')).toContain(`PUBLIC_ORIGIN=${origin(ports[name])}`);
    },
  );

  it.each(['bare', 'host', 'told'] as const)('/metrics is for who has its token (%s)', async (name) => {
    expect((await call(ports[name], 'GET', '/metrics')).status).toBe(403);
    const given = await call(ports[name], 'GET', '/metrics', {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(given.status).toBe(200);
  });

  it('a proxy that passes no upgrades is named, in the answer and in the log', async () => {
    const answer = await call(ports.bare, 'GET', '/sync/config', {
      headers: {
        upgrade: 'websocket',
        connection: 'Upgrade',
        'sec-websocket-key': 'x',
        'sec-websocket-version': '13',
      },
    });
    expect([answer.status, codeOf(answer).code]).toEqual([426, 'upgrade-needed']);
    expect(codeOf(answer).message).toContain('Upgrade');
    expect(lines.join('')).toContain('does not pass on the headers Upgrade');
  });

  describe('with PUBLIC_ORIGIN and TRUST_PROXY=1', () => {
    let other: Nginx;
    const there = { bare: 0, host: 0, told: 0 };
    beforeAll(async () => {
      for (const name of Object.keys(setUps) as (keyof typeof setUps)[]) there[name] = await freePort();
      set = await aCentral({ publicOrigin: origin(there.told), trustProxy: 1 });
      other = await Nginx.start(binary ?? '', Number(new URL(set.central.origin).port), there);
      await untilUp(there.told);
    });
    afterAll(async () => {
      await other.stop();
      await set.central.close();
    });

    it('signing in works, and the cookie is secure', async () => {
      const answer = await signIn(there.told);
      expect(answer.status).toBe(200);
      expect(String(answer.headers['set-cookie'])).toContain('Secure');
    });

    it('doctor finds all well as told, and says of the others what is not passed on', async () => {
      // the certificate of a trial signs itself
      process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
      try {
        const look = async (name: keyof typeof setUps) =>
          (await lookAtProxy({ publicOrigin: origin(there[name]), trustProxy: 1 })).map(
            ({ about, state }) => `${about}: ${state}`,
          );
        expect(await look('told')).toEqual(['address: good', 'sockets: good', 'TLS: bad', 'proxy: good']);
        const bare = ['address: good', 'sockets: bad', 'TLS: bad', 'proxy: bad', 'proxy host: bad'];
        expect(await look('bare')).toEqual([...bare, 'proxy protocol: warning']);
      } finally {
        delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      }
    });

    it('sockets pass: the server closes one that shows nothing with a code of its own', async () => {
      const socket = new WebSocket(`wss://localhost:${there.told}/sync/config`, ['waypost.v6'], {
        rejectUnauthorized: false,
      });
      const code = await new Promise<number>((resolve) => socket.once('close', resolve));
      expect(code).toBe(4401);
    });

    it('one who guesses does not lock others out, whatever he says of where he calls from', async () => {
      const codes: number[] = [];
      for (let n = 0; n < 8; n++)
        codes.push(
          (await signIn(there.told, { 'x-forwarded-for': `198.51.100.${n}` }, 'wrong password', 'ana'))
            .status,
        );
      expect(codes.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
      expect(codes.slice(5)).toEqual([429, 429, 429]);
      expect((await signIn(there.told)).status).toBe(200);
    });

    it('what is larger than nginx takes by itself passes as told, and is refused as installed', async () => {
      const cookie = String((await signIn(there.told)).headers['set-cookie'])
        .split(/,(?=\s*[\w-]+=)/)
        .map((one) => one.split(';', 1)[0]?.trim())
        .join('; ');
      const headers = { 'content-type': 'application/json', origin: origin(there.told), cookie };
      const body = JSON.stringify({ document: 'config', changes: [{ x: 'y'.repeat(2_000_000) }] });
      const asInstalled = await call(there.bare, 'POST', '/api/changes', { headers, body });
      expect([asInstalled.status, asInstalled.body]).toEqual([413, expect.stringContaining('nginx')]);
      const asTold = await call(there.told, 'POST', '/api/changes', { headers, body });
      expect([asTold.status, codeOf(asTold).code]).toEqual([422, 'refused']);
    });

    it('HTTP/2, compression and IPv6 change nothing', async () => {
      const session = connectHttp2(`https://[::1]:${there.told}`, { rejectUnauthorized: false });
      const stream = session.request({
        ':path': '/api/openapi.json',
        ':authority': `localhost:${there.told}`,
        'accept-encoding': 'gzip',
      });
      const status = await new Promise<number | undefined>((resolve) =>
        stream.once('response', (headers) => resolve(Number(headers[':status']))),
      );
      session.destroy();
      expect(status).toBe(200);
    });
  });
});
