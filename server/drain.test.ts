import { describe, expect, it } from 'vitest';
import { aCentral, codeOf } from '../tests/support/central';
import { openTestDatabase, setReadOnly } from '../tests/support/database';

describe('a server that drains', () => {
  it('says so, finishes what is open, and takes no more', async () => {
    const central = await aCentral();
    const { sync, origin } = central.central;
    let atDrain: Promise<Response> | undefined;
    const drain = sync.drain.bind(sync);
    sync.drain = () => {
      atDrain = fetch(`${origin}/api/health`);
      return atDrain.then(drain);
    };
    await central.central.close();
    const answer = await atDrain;
    expect(answer?.status).toBe(503);
    expect(await answer?.json()).toMatchObject({ error: { code: 'draining' } });
    await expect(fetch(`${origin}/api/health`)).rejects.toThrow();
  });

  it('can be told to end twice', async () => {
    const { central } = await aCentral();
    await Promise.all([central.close(), central.close()]);
  });
});

describe('a database that cannot write', () => {
  it('makes health say so, refuses writes with 503, still lets staff read, and recovers by itself', async () => {
    const database = await openTestDatabase();
    const central = await aCentral({ database });
    const staff = await central.staff();
    await setReadOnly(database, true);
    const write = await central.call('POST', '/api/session', {
      body: { username: 'admin', password: 'correct horse battery' },
    });
    const health = await central.call('GET', '/api/health');
    expect([health.statusCode, codeOf(health)]).toEqual([503, 'store-unwritable']);
    expect([write.statusCode, codeOf(write)]).toEqual([503, 'store-unwritable']);
    expect((await central.call('GET', '/api/assets', { headers: staff })).statusCode).toBe(200);
    await setReadOnly(database, false);
    expect((await central.call('GET', '/api/health')).statusCode).toBe(200);
    await central.central.close();
  });
});
