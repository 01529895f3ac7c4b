import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askMSupplyCentral, type AskMSupply } from './msupply-central';

const hill = {
  username: 'hill',
  passwordSha256: 'ab',
  siteUuid: 'computer 1',
  appVersion: '2',
  syncVersion: '14',
  appName: 'o',
};
const MINUTE = 60_000;

describe('asking mSupply central', () => {
  let server: Server;
  let asked: number;
  let status: number;
  let now: number;
  let ask: AskMSupply;

  beforeEach(async () => {
    [asked, status, now] = [0, 200, 0];
    server = createServer((_call, answer) => {
      asked += 1;
      answer.writeHead(status).end(status === 200 ? '{"siteId":7}' : 'wrong');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    ask = askMSupplyCentral(`http://127.0.0.1:${port}/`, () => now);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('counts a yes for a minute, and no longer', async () => {
    expect(await Promise.all([ask(hill), ask(hill)])).toEqual([{ why: 'known' }, { why: 'known' }]);
    now = MINUTE - 1;
    status = 503;
    expect(await ask(hill)).toEqual({ why: 'known' });
    expect(asked).toBe(1);
    now = MINUTE;
    expect(await ask(hill)).toMatchObject({
      why: 'legacy-unreachable',
      words: expect.stringContaining('503'),
    });
    status = 401;
    expect(await ask(hill)).toEqual({ why: 'legacy-refused', words: 'wrong' });
  });

  it('asks anew for another password, another name and another installation', async () => {
    await ask(hill);
    status = 401;
    for (const other of [{ passwordSha256: 'cd' }, { username: 'valley' }, { siteUuid: 'computer 2' }])
      expect(await ask({ ...hill, ...other })).toMatchObject({ why: 'legacy-refused' });
    expect(asked).toBe(4);
  });

  it('does not remember a no or an outage', async () => {
    for (status of [401, 503]) await ask(hill);
    status = 200;
    expect(await ask(hill)).toEqual({ why: 'known' });
  });

  it('says that nobody answers', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await ask(hill)).toMatchObject({
      why: 'legacy-unreachable',
      words: expect.stringMatching(/cannot be reached .*Try again later/),
    });
  });
});
