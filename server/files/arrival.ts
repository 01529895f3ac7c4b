/** Bytes on their way into a store: written to this machine's disk and hashed, until it is known whether they are kept. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Expected, PutFile, StoredFile } from './file-store';

/** The place where bytes wait, within the folder of files, until it is known whether they are kept. */
export const arrivalsIn = (folder: string): string => join(folder, 'arriving');

/** Drops the halves that a kill left. Only for the holder of the data directory: files that another process is receiving lie here too. */
export const clearArrivals = (folder: string): Promise<void> =>
  rm(arrivalsIn(folder), { recursive: true, force: true });

/** The sha256 of a file of this machine, in hex. */
export const hashOf = (path: string): Promise<string> => hashOfBytes(createReadStream(path));

export async function hashOfBytes(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of bytes) hash.update(piece);
  return hash.digest('hex');
}

/** Writes bytes under a name of their own in `folder`; bytes that match `expected` are handed to `keep`. */
export async function receive(
  folder: string,
  bytes: AsyncIterable<Uint8Array>,
  expected: Expected,
  keep: (path: string, sha256: string) => Promise<void>,
): Promise<PutFile> {
  const arriving = join(folder, randomUUID());
  await mkdir(dirname(arriving), { recursive: true });
  try {
    const written = await write(arriving, bytes, expected.maxBytes);
    if (!written) return { ok: false, code: 'too-large' };
    if (expected.sha256 !== undefined && expected.sha256 !== written.sha256)
      return { ok: false, code: 'wrong-hash' };
    const issue = await expected.judge?.(arriving);
    if (issue) return { ok: false, code: 'not-taken', issue };
    await keep(arriving, written.sha256);
    return { ok: true, ...written };
  } finally {
    await rm(arriving, { force: true });
  }
}

/** Writes through to the disk; undefined when there is more than `maxBytes`: the rest is read, so that the sender hears the reason. */
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
      if (size > maxBytes) continue;
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return size > maxBytes ? undefined : { sha256: hash.digest('hex'), bytes: size };
}
