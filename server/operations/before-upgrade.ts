/** The database as it was before a migration: taken when a newer version of the program opens it, before anything is changed. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { syncFile, syncFolder } from '../files/folders';
import { openForReading } from '../database/sqlite/connection';
import { databaseVersion, versionOf } from '../database/sqlite/migrations';
import { acceptedIn } from './backup/accepted';
import { snapshot } from './backup/snapshot';
import { BEFORE_UPGRADE, LOG } from './data-files';

const about = z.object({
  /** of the tables */
  databaseVersion: z.number(),
  /** the version of the program that wrote them last */
  program: z.string(),
  /** the number of things accepted by then, as `acceptedIn` counts them */
  accepted: z.record(z.string(), z.number()),
});

interface BeforeUpgrade extends z.infer<typeof about> {
  path: string;
}

const folderIn = (dataDir: string): string => join(dataDir, BEFORE_UPGRADE);

/** Undefined when there is none, or it was cut short. */
export function readBeforeUpgrade(dataDir: string): BeforeUpgrade | undefined {
  const path = join(folderIn(dataDir), 'about.json');
  if (!existsSync(path)) return undefined;
  return { ...about.parse(JSON.parse(readFileSync(path, 'utf8'))), path: join(folderIn(dataDir), LOG) };
}

/** Takes the snapshot if opening the database would migrate it. Rejects with StartError when there is no room: nothing is changed then. */
export async function keepBeforeUpgrade(dataDir: string): Promise<boolean> {
  const log = join(dataDir, LOG);
  if (!existsSync(log)) return false;
  const current = await versionIn(log);
  if (current === 0 || current >= databaseVersion()) return false;
  const folder = folderIn(dataDir);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await snapshot(log, join(folder, LOG));
  const text = JSON.stringify({
    databaseVersion: current,
    program: await programOf(log),
    accepted: await acceptedIn(log),
  });
  await writeFile(join(folder, 'about.json'), text);
  await syncFile(join(folder, 'about.json'));
  await syncFolder(folder);
  await syncFolder(dataDir);
  return true;
}

async function versionIn(path: string): Promise<number> {
  const connection = await openForReading(path);
  try {
    return versionOf(connection);
  } finally {
    connection.close();
  }
}

export const metaOf = async (path: string, key: string): Promise<string | undefined> => {
  const connection = await openForReading(path);
  try {
    const row = connection.prepare('SELECT value FROM meta WHERE key = ?').get(key);
    return (row as { value: string } | undefined)?.value;
  } finally {
    connection.close();
  }
};

const programOf = async (path: string): Promise<string> =>
  (await metaOf(path, 'program')) ?? 'before this one';
