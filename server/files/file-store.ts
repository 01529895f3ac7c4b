/** The bytes of files, by their sha256. What has a name here is whole and on the disk. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface StoredFile {
  sha256: string;
  bytes: number;
}

export type PutFile =
  | ({ ok: true } & StoredFile)
  /** `wrong-hash`: the bytes are others than was said; `too-large`: more than allowed */
  | { ok: false; code: 'wrong-hash' | 'too-large' };

export interface FileStore {
  /** Takes bytes to their end. Nothing is kept unless they are what was `expected`. Rejects when the disk or the source fails. */
  put(bytes: AsyncIterable<Uint8Array>, expected: { sha256?: string; maxBytes: number }): Promise<PutFile>;
  /** Takes over a file of the same disk, without copying it; whoever calls has found it to have this hash (`hashOf`). */
  adopt(path: string, sha256: string): Promise<void>;
  /** The bytes of a file that is here, or undefined. */
  get(
    sha256: string,
    range?: { start: number; end: number },
  ): Promise<{ stream: ReadStream; bytes: number } | undefined>;
  has(sha256: string): Promise<boolean>;
  /** How many bytes a file has, or undefined when it is not here. */
  sizeOf(sha256: string): Promise<number | undefined>;
  /** Where the bytes of a file lie. */
  pathOf(sha256: string): string;
  /** Everything that is here, and since when (milliseconds) it was last brought. */
  list(): AsyncIterable<StoredFile & { broughtAt: number }>;
  /** Counts a file as brought just now; false when it is not here. */
  renew(sha256: string): Promise<boolean>;
  remove(sha256: string): Promise<void>;
}

const HASH = /^[0-9a-f]{64}$/;

/** Files in a folder, made when the first one comes. */
export function diskFiles(folder: string): FileStore {
  const pathOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);
  const sizeOf = async (sha256: string): Promise<number | undefined> =>
    HASH.test(sha256)
      ? stat(pathOf(sha256)).then(
          ({ size }) => size,
          () => undefined,
        )
      : undefined;
  return {
    put: (bytes, expected) => put(folder, pathOf, bytes, expected),
    adopt: (path, sha256) => adopt(path, pathOf(sha256)),
    get: async (sha256, range) => {
      const size = await sizeOf(sha256);
      if (size === undefined) return undefined;
      return {
        stream: createReadStream(pathOf(sha256), range),
        bytes: range ? range.end - range.start + 1 : size,
      };
    },
    has: async (sha256) => (await sizeOf(sha256)) !== undefined,
    sizeOf,
    pathOf,
    list: () => list(folder),
    renew: async (sha256) => HASH.test(sha256) && renew(pathOf(sha256)),
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
  };
}

async function put(
  folder: string,
  pathOf: (sha256: string) => string,
  bytes: AsyncIterable<Uint8Array>,
  expected: { sha256?: string; maxBytes: number },
): Promise<PutFile> {
  const arriving = join(folder, 'arriving', randomUUID());
  await mkdir(dirname(arriving), { recursive: true });
  try {
    const written = await write(arriving, bytes, expected.maxBytes);
    if (!written) return { ok: false, code: 'too-large' };
    if (expected.sha256 !== undefined && expected.sha256 !== written.sha256)
      return { ok: false, code: 'wrong-hash' };
    await name(arriving, pathOf(written.sha256));
    return { ok: true, ...written };
  } finally {
    await rm(arriving, { force: true });
  }
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

async function adopt(path: string, stored: string): Promise<void> {
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

/** Writes through to the disk; undefined when there is more than `maxBytes`. */
async function write(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<StoredFile | undefined> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  let size = 0;
  try {
    for await (const piece of bytes) {
      size += piece.length;
      if (size > maxBytes) return undefined;
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), bytes: size };
}

async function* list(folder: string): AsyncIterable<StoredFile & { broughtAt: number }> {
  for (const shelf of await namesIn(folder)) {
    if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
    for (const sha256 of await namesIn(join(folder, shelf))) {
      if (!HASH.test(sha256)) continue;
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
