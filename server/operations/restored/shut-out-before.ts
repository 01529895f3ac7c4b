/**
 * Devices that had been shut out in the data that a restore set aside: the backup may be older than that, so it is given the list, and they
 * stay out. Written beside the restored data, and read by the next start.
 */
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { openDatabaseForReading } from '../../database/sqlite/open-database';
import type { SitePosition } from '../../database/port/registry-sites';
import { syncFile } from '../../files/folders';
import { LOG, SHUT_OUT } from '../data-files';

const kept = z.array(z.object({ id: z.string(), at: z.string() }));
/** `at`: instant at which it was shut out */
export type ShutOut = z.infer<typeof kept>[number];

const PAGE = 500;

/** The devices shut out in a data directory; none where there is no database that this version can read. */
export async function shutOutIn(dataDir: string): Promise<ShutOut[]> {
  const path = join(dataDir, LOG);
  if (!existsSync(path)) return [];
  try {
    const database = await openDatabaseForReading({ path });
    try {
      return await allOf(database.registry);
    } finally {
      await database.close();
    }
  } catch {
    return [];
  }
}

async function allOf({
  sites,
  devices,
}: Awaited<ReturnType<typeof openDatabaseForReading>>['registry']): Promise<ShutOut[]> {
  const found: ShutOut[] = [];
  let after: SitePosition | undefined;
  do {
    const page = await sites.page({ limit: PAGE, sort: 'code', ...(after && { after }) });
    for (const { id, revokedAt } of await devices.ofSites(page.sites.map((site) => site.id)))
      if (revokedAt !== undefined) found.push({ id, at: revokedAt });
    after = page.next;
  } while (after);
  return found;
}

export async function keepShutOut(folder: string, devices: readonly ShutOut[]): Promise<void> {
  if (devices.length === 0) return;
  const path = join(folder, SHUT_OUT);
  await writeFile(path, JSON.stringify(devices));
  await syncFile(path);
}

/** Does the work on each of them, once: a start that is cut does it again. */
export async function eachShutOut(dataDir: string, work: (device: ShutOut) => Promise<void>): Promise<void> {
  const path = join(dataDir, SHUT_OUT);
  if (!existsSync(path)) return;
  const read = kept.safeParse(JSON.parse(await readFile(path, 'utf8')));
  for (const device of read.success ? read.data : []) await work(device);
  await rm(path);
}
