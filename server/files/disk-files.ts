/** Files in a folder of this machine, made when the first one comes. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { arrivalsIn, receive } from './arrival';
import { isHash, nameOf, nothing, type FileStore, type StoredFile } from './file-store';

export interface DiskFiles extends FileStore {
  /** Where the bytes of a file lie. */
  pathOf(sha256: string): string;
}

export function diskFiles(folder: string): DiskFiles {
  const pathOf = (sha256: string): string => join(folder, nameOf(sha256));
  const adopt = (path: string, sha256: string): Promise<void> => takeOver(path, pathOf(sha256));
  const sizeOf = async (sha256: string): Promise<number | undefined> =>
    isHash(sha256)
      ? stat(pathOf(sha256)).then(
          ({ size }) => size,
          () => undefined,
        )
      : undefined;
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
    remove: async (sha256) => (isHash(sha256) ? rm(pathOf(sha256), { force: true }) : undefined),
  };
}

async function takeOver(path: string, stored: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
  await name(path, stored);
}

/** The name comes last: whoever finds it finds the whole file. The same content again only makes its age anew. */
async function name(path: string, stored: string): Promise<void> {
  await mkdir(dirname(stored), { recursive: true });
  await rename(path, stored);
  await renew(stored);
  await sync(dirname(stored));
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

/** A name is on the disk once its folder is. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
