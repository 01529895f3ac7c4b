/** Rows that are thrown away are made again from the log: by the running server, and without one. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { signIn } from '../contract/people';
import { leaveAll } from '../contract/stock';
import { busySite } from './busy-site';
import { endAll, newFolder, operate, startServer } from './own-server';

afterAll(async () => {
  leaveAll();
  await endAll();
});

test('the server makes its rows again while a device writes, and shows all of it; a killed one that lost its rows too', async () => {
  const server = await startServer(newFolder());
  const site = await busySite(server);
  const stop = new AbortController();
  const writing = site.write(stop.signal);
  const asked = await operate(server.dataDir, ['rebuild', '--json']);
  expect([asked.code, asked.err]).toEqual([0, '']);
  const during = site.acknowledged.size;
  expect(asked.data['ok']).toBe(true);
  stop.abort();
  await writing;
  const totalAt = async (origin: string): Promise<number> => {
    const staff = await signIn({ ...server, origin });
    return (await staff.get<{ total: number }>('/api/assets?limit=1')).body.total;
  };
  expect(site.acknowledged.size).toBeGreaterThanOrEqual(during);
  expect(await totalAt(server.origin)).toBeGreaterThanOrEqual(site.acknowledged.size);
  await server.end('SIGKILL');

  const rows = readdirSync(server.dataDir).filter((name) => name.startsWith('rows-'));
  expect(rows.length).toBeGreaterThan(0);
  for (const name of rows) rmSync(join(server.dataDir, name));
  expect((await operate(server.dataDir, ['rebuild'])).out).toMatch(
    /^The rows were made again from \d+ changes\./,
  );
  const again = await startServer(server.dataDir);
  expect(await totalAt(again.origin)).toBeGreaterThanOrEqual(site.acknowledged.size);
  await again.end();
}, 180_000);
