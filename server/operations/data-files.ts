/**
 * The files of a data directory, and those that a backup takes. The log is the truth. A database of rows is a view of the log and is made
 * again from it; any other database, and every small file (keys, identity), goes into a backup as it is.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The database that holds all that was acknowledged. */
export const LOG = 'waypost.sqlite';
/** Held by the process that uses the directory. */
export const LOCK = 'lock';
/** The data that were here before a restore: a folder each. */
export const SET_ASIDE = 'set-aside-';
/** The journal of a restore that is under way. */
export const RESTORING = 'restoring.json';
/** A folder with the database as it was before a migration. */
export const BEFORE_UPGRADE = 'before-upgrade';
/** The same of PostgreSQL. */
export const BEFORE_UPGRADE_PG = 'before-upgrade-postgresql';
/** Held by a backup that is under way; its copies lie there where the place of the backups takes none. */
export const BACKING_UP = '.backup';

/** Renewed together with its twin in the database at each start: when they differ, the database is an older one. */
export const TWIN = 'twin';

const DATABASE = /\.sqlite$/;
/** made again from the log */
const VIEW = /^(rows|view)[A-Za-z0-9-]*\.sqlite$/;
const OF_A_DATABASE = /(-wal|-shm|-journal)$/;
/** Devices that a former version's restore found shut out in what it set aside: read by the first start after it. */
export const SHUT_OUT_BESIDE = 'shut-out.json';
/** facts about this machine, or about one run, which another must not take over */
const OF_THIS_PLACE = new Set([LOCK, 'last-backup.json', TWIN, RESTORING, SHUT_OUT_BESIDE]);
/** Keys are small; a large file at this place is something that a person put there. */
const LARGEST_KEY = 1024 * 1024;

interface DataFiles {
  /** the log first */
  databases: string[];
  keys: string[];
}

export async function dataFilesIn(folder: string): Promise<DataFiles> {
  const entries = await readdir(folder, { withFileTypes: true });
  // a file whose name begins with a dot is made again, with any ending
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  const databases = names.filter((name) => DATABASE.test(name) && !VIEW.test(name));
  const others = names.filter(
    (name) => !DATABASE.test(name) && !OF_A_DATABASE.test(name) && !OF_THIS_PLACE.has(name),
  );
  const keys: string[] = [];
  for (const name of others) if ((await stat(join(folder, name))).size <= LARGEST_KEY) keys.push(name);
  return { databases: databases.sort((a, b) => Number(b === LOG) - Number(a === LOG)), keys };
}

/** The folder of what staff brought to be imported. */
const IMPORTS = 'imports';

/**
 * The files of imports, by their names in the directory: what is told of each, its rows, and what stood before, by which it is taken back.
 * They are copied after the database, so that whatever an import wrote into the copy is in its journal.
 */
export async function importFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, IMPORTS), { withFileTypes: true }).catch(() => []);
  const names: string[] = [];
  for (const entry of entries) {
    const name = `${IMPORTS}/${entry.name}`;
    if (entry.isFile() && entry.name.endsWith('.json')) names.push(name);
    if (!entry.isDirectory()) continue;
    for (const file of ['import.json', 'rows.jsonl', 'journal.jsonl', 'file'])
      if (await stat(join(folder, name, file)).catch(() => undefined)) names.push(`${name}/${file}`);
  }
  return names;
}

/** Every database of the directory, with the files that belong to it. */
export const databaseNamesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => /\.sqlite(-wal|-shm|-journal)?$/.test(name));
