/** Files in a folder of this machine, made when the first one comes. */
import { createReadStream } from 'node:fs';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { arrivalsIn, receive } from './arrival';
import { isHash, nameOf, nothing, trashNameOf, type FileStore, type StoredFile } from './file-store';
import { makeFolder, syncFile, syncFolder } from './folders';

interface DiskFiles extends FileStore {
  /** The path of the bytes of a file. */
  pathOf(sha256: string): string;
}

export function diskFiles(folder: string): DiskFiles {
  const pathOf = (sha256: string): string => join(folder, nameOf(sha256));
  const adopt = (path: string, sha256: string): Promise<void> => takeOver(path, pathOf(sha256));
  const trashed = (sha256: string): string => join(folder, trashNameOf(sha256));
  const sizeOf = async (sha256: string): Promise<number | undefined> => {
    if (!isHash(sha256)) return undefined;
    const found = await sizeAt(pathOf(sha256));
    if (found !== undefined || (await sizeAt(trashed(sha256))) === undefined) return found;
    await name(trashed(sha256), pathOf(sha256));
    return sizeAt(pathOf(sha256));
  };
  return {
    put: (bytes, expected) => receive(arrivalsIn(folder), bytes, expected, adopt),
    adopt,
    get: async (sha256, range) => {
      const size = await sizeOf(sha256);
      if (size === undefined) return undefined;
      const end = Math.min(range?.end ?? size - 1, size - 1);
      const start = range?.start ?? 0;
      if (range && start > end) return nothing();
      return { stream: createReadStream(pathOf(sha256), range && { start, end }), bytes: end - start + 1 };
    },
    has: async (sha256) => (await sizeOf(sha256)) !== undefined,
    sizeOf,
    pathOf,
    list: () => list(folder),
    renew: async (sha256) => isHash(sha256) && renew(pathOf(sha256)),
    discard: async (sha256) => (isHash(sha256) ? name(pathOf(sha256), trashed(sha256)) : undefined),
    discarded: () => list(join(folder, 'trash')),
    remove: async (sha256) => {
      if (!isHash(sha256)) return;
      await rm(pathOf(sha256), { force: true });
      await rm(trashed(sha256), { force: true });
    },
  };
}

const sizeAt = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  );

async function takeOver(path: string, stored: string): Promise<void> {
  await syncFile(path);
  await name(path, stored);
}

/** The name comes last: a reader that finds it finds the whole file. The same content again only renews its age. */
async function name(path: string, stored: string): Promise<void> {
  await makeFolder(dirname(stored));
  await rename(path, stored);
  await renew(stored);
  await syncFolder(dirname(stored));
}

const renew = (stored: string): Promise<boolean> =>
  utimes(stored, new Date(), new Date()).then(
    () => true,
    () => false,
  );

async function* list(folder: string): AsyncIterable<StoredFile & { broughtAt: number }> {
  for (const shelf of await namesIn(folder)) {
    if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
    for (const sha256 of await namesIn(join(folder, shelf))) {
      if (!isHash(sha256)) continue;
      const { size, mtimeMs } = await stat(join(folder, shelf, sha256));
      yield { sha256, bytes: size, broughtAt: mtimeMs };
    }
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
