/**
 * A power cut: only the bytes that are in the data folder at that moment are left. The server is stopped in the midst of its work, its
 * folder copied, and the copy opened: it must hold all that was acknowledged before.
 */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { leaveAll } from '../contract/stock';
import { allChanges, busySite } from './busy-site';
import { endAll, newFolder, operate, startServer } from './own-server';

afterAll(async () => {
  leaveAll();
  await endAll();
});

const CUTS = 4;

test(`at ${CUTS} moments under load the folder opens, and holds all that was acknowledged`, async () => {
  const server = await startServer(newFolder());
  const site = await busySite(server);
  const stop = new AbortController();
  const writing = site.write(stop.signal);
  const copies: { folder: string; acknowledged: Set<string> }[] = [];
  for (let cut = 0; cut < CUTS; cut++) {
    const enough = site.acknowledged.size + 20 + cut * 7;
    while (site.acknowledged.size < enough) await site.stock.stored();
    server.child.kill('SIGSTOP');
    const acknowledged = new Set(site.acknowledged);
    const folder = join(newFolder(), 'data');
    cpSync(server.dataDir, folder, { recursive: true });
    server.child.kill('SIGCONT');
    copies.push({ folder, acknowledged });
  }
  stop.abort();
  await writing;
  await server.end();
  for (const { folder, acknowledged } of copies) {
    expect((await operate(folder, ['verify'])).code).toBe(0);
    const again = await startServer(folder);
    const ids = await allChanges(site.device, again);
    expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
    await again.end('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}, 240_000);
