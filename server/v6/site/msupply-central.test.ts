import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askMSupplyCentral, isGuess, type AskMSupply } from './msupply-central';

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
  let versions: unknown[];
  let says: string;

  beforeEach(async () => {
    [asked, status, now, versions, says] = [0, 200, 0, [], 'wrong'];
    server = createServer((call, answer) => {
      asked += 1;
      versions.push(call.headers['version']);
      answer.writeHead(status).end(status === 200 ? '{"siteId":7}' : says);
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

  it('passes on the version of the older API that the site speaks, and one that it does not say as the latest', async () => {
    for (const syncVersion of ['4', '7', '14', '']) await ask({ ...hill, syncVersion });
    expect(versions).toEqual(['4', '7', '14', '14']);
  });

  it('tells what is no matter of credentials from a guess', async () => {
    const said = async (code: string, at: number) => {
      [status, says] = [at, JSON.stringify({ error: { code, message: 'said', data: null } })];
      const answer = await ask(hill);
      return [answer.why, 'code' in answer ? answer.code : undefined, isGuess(answer)];
    };
    expect(await said('api_version_incompatible', 409)).toEqual([
      'legacy-refused',
      'api_version_incompatible',
      false,
    ]);
    expect(await said('site_has_no_store', 401)).toEqual(['legacy-refused', 'site_has_no_store', false]);
    for (const code of ['site_name_not_found', 'site_incorrect_password', 'site_incorrect_hardware_id'])
      expect(await said(code, 401)).toEqual(['legacy-refused', code, true]);
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
