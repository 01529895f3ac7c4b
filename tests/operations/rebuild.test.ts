/** Rows that are thrown away are made again from the log: by the running server, and without one. */
import { closeSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { signIn } from '../contract/people';
import { leaveAll } from '../contract/stock';
import { busySite } from './busy-site';
import { endAll, newFolder, operate, startServer } from './own-server';

const PAGE = 4096;

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

test('a rehearsal finds no difference in rows that were made again', async () => {
  // with the reference data, whose names in other languages follow in changes of their own
  const server = await startServer(newFolder(), { WAYPOST_STARTER_DATA: 'load' });
  const to = newFolder();
  expect((await operate(server.dataDir, ['backup', to])).code).toBe(0);
  expect((await operate(server.dataDir, ['rebuild'])).code).toBe(0);
  const rehearsed = await operate(server.dataDir, ['rehearse', to, '--json']);
  expect([rehearsed.code, rehearsed.data['differences']]).toEqual([0, []]);
  await server.end();
}, 60_000);

test('rows that a disk has spoilt are made again by the server that meets them', async () => {
  const server = await startServer(newFolder());
  const site = await busySite(server);
  const stop = new AbortController();
  const writing = site.write(stop.signal);
  await expect.poll(() => site.acknowledged.size, { timeout: 30_000 }).toBeGreaterThan(150);
  stop.abort();
  await writing;
  await server.end();
  const rows = join(server.dataDir, 'rows-waypost.sqlite');
  // not the first pages, which tell what the file is and how far it is
  const file = openSync(rows, 'r+');
  for (let page = 25; page < statSync(rows).size / PAGE; page++)
    writeSync(file, new Uint8Array(PAGE).fill(0xab), 0, PAGE, page * PAGE);
  closeSync(file);
  const again = await startServer(server.dataDir);
  const staff = await signIn(again);
  // an answer that is an error has none
  const listed = async (): Promise<number | undefined> =>
    (await staff.get<{ items?: unknown[] }>('/api/assets?limit=200')).body.items?.length;
  await expect
    .poll(listed, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(Math.min(200, site.acknowledged.size));
  await again.end();
}, 120_000);
