/**
 * Devices that had been shut out in the data that a restore sets aside: the backup may be older than that, so the restored database is given
 * the list, and they stay out. It lies in the database, so that it goes along where that is moved to PostgreSQL, and the next start does
 * the work.
 */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { readJson } from '#shared/json';
import { DatabaseUnwritable, type CentralDatabase } from '../../database/port/central-database';
import { codeOf, isOutOfReach } from '../../database/postgres/faults';
import type { SitePosition } from '../../database/port/registry-sites';
import { openConnection } from '../../database/sqlite/connection';
import { openDatabaseForReading } from '../../database/sqlite/open-database';
import { keepServersAway } from '../../database/postgres/others/lock';
import { PgPool } from '../../database/postgres/pool';
import { StartError } from '../../start-error';
import { LOG, SHUT_OUT_BESIDE } from '../data-files';

const kept = z.array(z.object({ id: z.string(), at: z.string() }));
/** `at`: instant at which it was shut out */
export type ShutOut = z.infer<typeof kept>[number];

/** In `meta`. */
const KEY = 'shut_out_before';
const PAGE = 500;

/** The devices shut out in a data directory, or still to be since a restore that no start followed; none where there is no database that this version can read. */
export const shutOutIn = async (dataDir: string): Promise<ShutOut[]> => [
  ...((await besideIn(dataDir)) ?? []),
  ...(await insideOf(dataDir)),
];

async function insideOf(dataDir: string): Promise<ShutOut[]> {
  const path = join(dataDir, LOG);
  if (!existsSync(path)) return [];
  try {
    const database = await openDatabaseForReading({ path });
    try {
      const waiting = database.file.read((sql) =>
        sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', KEY),
      );
      return [...readKept(waiting?.value), ...(await allOf(database.registry))];
    } finally {
      await database.close();
    }
  } catch {
    return [];
  }
}

/** What a former version's `restore` wrote beside the database; undefined: there is none that can be read. */
async function besideIn(dataDir: string): Promise<ShutOut[] | undefined> {
  const text = await readFile(join(dataDir, SHUT_OUT_BESIDE), 'utf8').catch(() => undefined);
  return kept.safeParse(readJson(text ?? '')).data;
}

const readKept = (text: string | undefined): ShutOut[] => kept.safeParse(readJson(text ?? '')).data ?? [];

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

/**
 * How often a PostgreSQL that cannot be reached is asked again, and one that says that it is starting; and the time between two tries,
 * milliseconds. Both may come up while the machine does.
 */
const TRIES = 10;
const TRIES_WHILE_STARTING = 300;
const TRY_EVERY = 1000;
const STARTING = '57P03';

/**
 * The same of a PostgreSQL database, of any version, in which nothing is touched; undefined where it cannot be read, also after a while.
 * Rejects with StartError while a server uses it.
 */
export async function shutOutOn(url: string, tryEvery = TRY_EVERY): Promise<ShutOut[] | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return await askShutOut(url);
    } catch (error) {
      if (error instanceof StartError) throw error;
      const most = codeOf(error) === STARTING ? TRIES_WHILE_STARTING : TRIES;
      if (!isOutOfReach(error) || tries >= most) return undefined;
      await sleep(tryEvery);
    }
  }
}

async function askShutOut(url: string): Promise<ShutOut[]> {
  const pool = new PgPool(url);
  try {
    const lock = await keepServersAway(pool);
    if (!lock) throw new StartError('A central server uses this PostgreSQL database: stop it first.');
    try {
      return await pool.read((sql) => sql.all<ShutOut>(SHUT_OUT));
    } catch (error) {
      throw error instanceof DatabaseUnwritable ? error.cause : error;
    } finally {
      await lock.end();
    }
  } finally {
    await pool.close();
  }
}

const SHUT_OUT = `SELECT id, revoked_at AS at FROM devices WHERE kind = 'site' AND revoked_at IS NOT NULL ORDER BY id`;

/** `path`: a database that was unpacked. */
export async function keepShutOut(path: string, devices: readonly ShutOut[]): Promise<void> {
  if (devices.length === 0) return;
  const connection = await openConnection(path);
  try {
    const put = connection.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
    put.run(KEY, JSON.stringify(devices));
  } finally {
    connection.close();
  }
}

/** Does the work on each of them, once: a start that is cut does it again. */
export async function eachShutOut(
  database: Pick<CentralDatabase, 'transaction'>,
  dataDir: string,
  work: (device: ShutOut) => Promise<void>,
): Promise<void> {
  const text = await database.transaction(({ changes }) => changes.meta(KEY));
  const inside = readKept(text);
  const beside = await besideIn(dataDir);
  for (const device of [...inside, ...(beside ?? [])]) await work(device);
  if (inside.length > 0) await database.transaction(({ changes }) => changes.setMeta(KEY, '[]'));
  if (beside) await rm(join(dataDir, SHUT_OUT_BESIDE));
}
