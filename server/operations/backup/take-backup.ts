/**
 * Takes one backup, while the server runs or not: a snapshot of the databases first, then the keys, then the files that are not kept there
 * yet, and the manifest last. Every file that the database names was on the disk before it was named, so a file that comes after the
 * snapshot harms nothing. A backup that is cut short has no manifest and counts as none.
 */
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config';
import { StartError } from '../../start-error';
import { version } from '../../version';
import { BACKING_UP, dataFilesIn, importFilesIn, LOG } from '../data-files';
import { copyToSqlite } from '../../database/moving/to-sqlite';
import { demandLog, openPool } from '../data-dir-in-use';
import { measured } from './bytes-of';
import { contentsOf, type Contents } from './contents';
import { keepFiles } from './kept-files';
import { readManifest, stampOf, stampsIn, writeManifest, type Manifest, type Part } from './manifest';
import { sealingFor, type Sealing } from './sealing';
import { checkDatabase, snapshot } from './snapshot';
import type { BackupTarget } from './target';

interface BackupOptions {
  config: Pick<Config, 'dataDir' | 'filesBucket' | 'databaseUrl'>;
  target: BackupTarget;
  passphrase: string | undefined;
  now: () => number;
}

export interface Taken {
  stamp: string;
  manifest: Manifest;
}

/** The place for the parts of one backup. */
interface Place {
  target: BackupTarget;
  sealing: Sealing;
  stamp: string;
}

export async function takeBackup({ config, target, passphrase, now }: BackupOptions): Promise<Taken> {
  if (config.databaseUrl === undefined) demandLog(config);
  const began = now();
  const sealing = await sealingFor(target, passphrase);
  const stamp = await freeStamp(target, began);
  const scratch = await makeScratch(config.dataDir, target, sealing);
  try {
    const place = { target, sealing, stamp };
    const { databases, contents } = await putDatabases(config, scratch, place);
    // with PostgreSQL a data directory holds nothing that is of the country
    const names = config.databaseUrl === undefined ? (await dataFilesIn(config.dataDir)).keys : [];
    const keys: Part[] = [];
    for (const name of names) keys.push(await putPart(place, name, join(config.dataDir, name)));
    const imports: Part[] = [];
    for (const name of await importFilesIn(config.dataDir))
      imports.push(...(await putIfThere(place, name, join(config.dataDir, name))));
    const files = await keepFiles(config, place);
    const manifest: Manifest = {
      format: 'waypost-backup-1',
      version: version(),
      time: new Date(began).toISOString(),
      ...contents,
      isSealed: sealing.suffix !== '',
      databases,
      keys,
      imports,
      files,
      ms: now() - began,
    };
    await writeManifest(target, stamp, manifest);
    return { stamp, manifest };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function freeStamp(target: BackupTarget, time: number): Promise<string> {
  const taken = new Set(await stampsIn(target));
  let at = time;
  while (taken.has(stampOf(at))) at += 1;
  return stampOf(at);
}

/** On the disk of the backups, so that the server's own is not filled; never there when they are encrypted. */
async function makeScratch(dataDir: string, target: BackupTarget, { suffix }: Sealing): Promise<string> {
  const scratch = (suffix === '' ? target.scratch : undefined) ?? join(dataDir, BACKING_UP, 'scratch');
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true });
  return scratch;
}

async function putDatabases(
  { dataDir, databaseUrl }: BackupOptions['config'],
  scratch: string,
  place: Place,
): Promise<{ databases: Part[]; contents: Contents }> {
  if (databaseUrl !== undefined) return putCopy(databaseUrl, scratch, place);
  const { databases: names } = await dataFilesIn(dataDir);
  const databases: Part[] = [];
  let contents: Contents | undefined;
  for (const name of names) {
    const copy = join(scratch, name);
    await snapshot(join(dataDir, name), copy);
    if (!contents) {
      contents = await contentsOf(copy);
      await demandSameCentral(place.target, contents.centralId);
    }
    databases.push(await putPart(place, name, copy));
    await rm(copy);
  }
  if (!contents) throw new StartError(`There is no central server's data in ${dataDir}. Set DATA_DIR.`);
  return { databases, contents };
}

/** One state of PostgreSQL as a SQLite database: a backup is the same for both databases, and is opened without PostgreSQL. */
async function putCopy(
  url: string,
  scratch: string,
  place: Place,
): Promise<{ databases: Part[]; contents: Contents }> {
  const pool = await openPool(url);
  const copy = join(scratch, LOG);
  try {
    await copyToSqlite(pool, copy);
  } finally {
    await pool.close();
  }
  await checkDatabase(copy);
  const contents = await contentsOf(copy);
  await demandSameCentral(place.target, contents.centralId);
  const databases = [await putPart(place, LOG, copy)];
  await rm(copy);
  return { databases, contents };
}

/** Files are kept once for all backups of a place, so a place belongs to one central server. */
async function demandSameCentral(target: BackupTarget, centralId: string): Promise<void> {
  const last = (await stampsIn(target)).at(-1);
  if (last === undefined || (await readManifest(target, last)).centralId === centralId) return;
  throw new StartError(
    `${target.label} holds the backups of another central server: choose a place of its own.`,
  );
}

/** An import that ends meanwhile, or is forgotten, takes its files with it: one that is gone is left out. */
async function putIfThere(place: Place, name: string, path: string): Promise<Part[]> {
  try {
    return [await putPart(place, name, path)];
  } catch (error) {
    if (error instanceof Error && 'path' in error && error.path === path && 'code' in error)
      if (error.code === 'ENOENT') return [];
    throw error;
  }
}

/** A file that is not there fails before anything is put. */
async function putPart({ target, sealing, stamp }: Place, name: string, path: string): Promise<Part> {
  const file = await open(path);
  try {
    const { stream, measure } = measured(file.createReadStream());
    await target.put(`${stamp}/${name}${sealing.suffix}`, await sealing.seal(stream));
    return { name, ...measure() };
  } finally {
    await file.close();
  }
}
