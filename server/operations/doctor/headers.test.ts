/** The verdict on proxies, for each way in which they and TRUST_PROXY may be set; and a proxy that is really asked. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { aCentral, type TestCentral } from '../../../tests/support/central';
import type { TrustProxy } from '../../trust-proxy';
import { askTwice, judgeHeaders, lookAtHeaders } from './headers';

let central: TestCentral | undefined;
const proxies: Server[] = [];
afterEach(async () => {
  for (const proxy of proxies.splice(0)) {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  }
  await central?.central.close();
  central = undefined;
});

type Passing = 'appends' | 'overwrites' | 'drops' | 'passes';

/** Stands before `upstream()`; what it does with X-Forwarded-For. */
async function proxyTo(upstream: () => string, passing: Passing, host: boolean): Promise<string> {
  const proxy = createServer((asked, answer) => {
    const { host: to, 'x-forwarded-for': before, ...others } = asked.headers;
    const peer = asked.socket.remoteAddress ?? '';
    const all = {
      appends: [before, peer].flat().filter(Boolean).join(', '),
      overwrites: peer,
      drops: undefined,
      passes: [before].flat()[0],
    }[passing];
    const headers = {
      ...others,
      ...(host && { host: to }),
      ...(all !== undefined && { 'x-forwarded-for': all }),
      'x-forwarded-proto': 'http',
    };
    const method = asked.method ?? 'GET';
    const passed = request(`${upstream()}${asked.url ?? ''}`, { method, headers, agent: false }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  proxies.push(proxy);
  await new Promise((resolve) => proxy.once('listening', resolve));
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

/** `ways`: the proxies, the one next to the server first. */
async function seen(ways: readonly Passing[], trustProxy: TrustProxy, host = true) {
  let upstream = '';
  const inner = (): string => upstream;
  let origin = await proxyTo(inner, ways[0] ?? 'drops', host);
  for (const way of ways.slice(1)) {
    const next = origin;
    origin = await proxyTo(() => next, way, true);
  }
  central = await aCentral({ publicOrigin: origin, trustProxy });
  upstream = central.central.origin;
  const found = await lookAtHeaders(origin, { isSecure: false, trustProxy });
  return Object.fromEntries(found.map(({ about, state, line }) => [about, `${state}: ${line}`]));
}

test.each<[string, Passing[], TrustProxy, string]>([
  ['one proxy, which is counted', ['appends'], 1, 'good: 1 before the server; '],
  ['one that overwrites', ['overwrites'], 1, 'good: 1 before the server; '],
  ['two, both counted', ['appends', 'appends'], 2, 'good: 2 before the server; '],
  ['one, named by its address', ['appends'], ['127.0.0.1'], 'good: 1 before the server; '],
  ['one that nobody counts', ['appends'], false, 'bad: 1 proxy stands before the server, and'],
  ['two, of which one is counted', ['appends', 'appends'], 1, 'bad: 2 proxies stand before the server, and'],
  ['another address is named', ['appends'], ['10.9.9.9'], 'bad: 1 proxy stands before the server, and'],
  ['one, and two are counted', ['appends'], 2, 'bad: A caller may give any address'],
  ['one that passes on what callers say', ['passes'], 1, 'bad: A caller may give any address'],
])('%s', async (_name, ways, trust, expected) => {
  const found = await seen(ways, trust);
  expect(found['proxy']).toContain(expected);
  expect(found).not.toHaveProperty('proxy host');
});

test('one that drops the address harms nothing where no address is believed, and there is nothing to say', async () => {
  expect(await seen(['drops'], false)).toEqual({});
});

test('one that does not pass the host on is found', async () => {
  expect(await seen(['appends'], 1, false)).toMatchObject({
    'proxy host': expect.stringMatching(/^bad: The proxy passes neither Host nor X-Forwarded-Host on/),
  });
});

test('an address with TLS has a proxy: it must pass on who calls and by which protocol', () => {
  const plain = { forwardedFor: 0, place: 0, isSecure: false, isOwnHost: true };
  expect(judgeHeaders({ plain, forged: plain }, { isSecure: true, trustProxy: 1 })).toMatchObject([
    { about: 'proxy', state: 'bad', line: expect.stringContaining('does not pass X-Forwarded-For on') },
    { about: 'proxy protocol', state: 'warning' },
  ]);
});

test('no address is in the answer, and a server that does not answer so is let be', async () => {
  central = await aCentral({ trustProxy: 1 });
  const answer = await central.call('GET', '/api/instance/call', {
    headers: { 'x-forwarded-for': '203.0.113.7, 198.51.100.9' },
  });
  expect(answer.json()).toEqual({ forwardedFor: 2, place: 1, isSecure: false, isOwnHost: true });
  expect(await askTwice(`${central.central.origin}/nowhere`)).toBeUndefined();
});
