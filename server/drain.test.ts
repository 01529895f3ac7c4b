import { describe, expect, it } from 'vitest';
import { aCentral, codeOf } from '../tests/support/central';
import { newDatabasePath, openTestDatabase, setReadOnly } from '../tests/support/database';
import { openSqliteDatabase } from './database/sqlite/open-database';

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

  it('that failed once to take what was written says in words that it has to be started again, and does well then', async () => {
    let fails = false;
    const sync = () => (fails ? Promise.reject(new Error('EIO')) : Promise.resolve());
    const path = newDatabasePath();
    const database = await openSqliteDatabase({ path, sync });
    const metricsToken = 'a token';
    const central = await aCentral({ database, metricsToken });
    const metrics = async (of = central): Promise<string> =>
      (await of.call('GET', '/metrics', { headers: { authorization: 'Bearer a token' } })).body;
    expect(await metrics()).toMatch(/store_writable 1\n[^]*store_needs_restart 0\n/);
    fails = true;
    await database.transaction(({ changes }) => changes.setMeta('lost', 'yes')).catch(() => undefined);
    fails = false;
    const health = await central.call('GET', '/api/health');
    expect(health.statusCode).toBe(503);
    expect(health.json()).toMatchObject({
      error: {
        ...{ code: 'store-unwritable', details: { needsRestart: true } },
        message: expect.stringContaining('started again'),
      },
    });
    expect(await metrics()).toMatch(/store_writable 0\n[^]*store_needs_restart 1\n/);
    await central.central.close();
    const again = await aCentral({ database: await openTestDatabase(path), metricsToken });
    expect((await again.call('GET', '/api/health')).statusCode).toBe(200);
    expect(await metrics(again)).toMatch(/store_writable 1\n[^]*store_needs_restart 0\n/);
    await again.central.close();
  });
});
