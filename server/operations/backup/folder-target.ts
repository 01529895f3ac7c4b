/** Backups in a folder: another disk, or a share that is mounted. */
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolder, syncFile, syncFolder } from '../../files/folders';
import { StartError } from '../../start-error';
import type { BackupTarget } from './target';

const PARTIAL = '.partial';

/** Rejects with StartError unless the folder is there: a disk that is not mounted must not pass for an empty one. */
export async function folderTarget(folder: string): Promise<BackupTarget> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new StartError(`The folder ${folder} for backups is not there.`);
  const pathOf = (name: string): string => join(folder, ...name.split('/'));
  return {
    label: folder,
    scratch: join(folder, PARTIAL),
    put: async (name, bytes) => {
      await makeFolder(dirname(pathOf(name)));
      await write(pathOf(name), bytes);
    },
    get: async (name) => {
      await stat(pathOf(name));
      return createReadStream(pathOf(name));
    },
    has: (name) =>
      stat(pathOf(name)).then(
        () => true,
        () => false,
      ),
    list: (below) => namesIn(folder, pathOf(below)),
    folders: async () => {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    },
    remove: (name) => remove(folder, pathOf(name)),
  };
}

async function write(path: string, bytes: Readable): Promise<void> {
  const partial = `${path}${PARTIAL}`;
  try {
    await pipeline(bytes, createWriteStream(partial));
    await syncFile(partial);
    await rename(partial, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function namesIn(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(PARTIAL))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** A folder that is left empty goes with its last file. */
async function remove(folder: string, path: string): Promise<void> {
  await rm(path, { force: true });
  const parent = dirname(path);
  if (parent === folder) return;
  const left = await readdir(parent).catch(() => ['gone']);
  if (left.length === 0) await rm(parent, { recursive: true, force: true });
}
