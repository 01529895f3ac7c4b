/**
 * Files of sites that come in pieces, until all of their bytes are here. They lie on this machine's disk beside those of devices, so that one
 * that was given up is cleaned away with them.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export class FilesInPieces {
  /** pieces that are being written, by the name of their file */
  readonly #writing = new Map<string, Promise<unknown>>();

  constructor(private readonly folder: string) {}

  /** Makes room for a file of `length` bytes; what came of it before stays, unless it was announced with another length. */
  async begin(siteId: string, fileId: string, length: number): Promise<void> {
    const path = this.#pathOf(siteId, fileId);
    if ((await this.lengthOf(siteId, fileId)) === length) return;
    await mkdir(this.folder, { recursive: true });
    await rm(path, { force: true });
    await writeFile(lengthAt(path), JSON.stringify({ length }));
  }

  /** The number of bytes in all; undefined: it was never announced, or is through. */
  async lengthOf(siteId: string, fileId: string): Promise<number | undefined> {
    const text = await readFile(lengthAt(this.#pathOf(siteId, fileId)), 'utf8').catch(() => undefined);
    try {
      const { length } = JSON.parse(text ?? '') as { length?: unknown };
      return typeof length === 'number' ? length : undefined;
    } catch {
      // a kill while it was written
      return undefined;
    }
  }

  /** The number of bytes that are here. */
  async offsetOf(siteId: string, fileId: string): Promise<number> {
    const path = this.#pathOf(siteId, fileId);
    await this.#writing.get(path)?.catch(() => undefined);
    return (await stat(path).catch(() => undefined))?.size ?? 0;
  }

  /**
   * Adds a piece that begins at `offset`, where the bytes end that are here; returns where they end then. A piece of which the link was cut
   * counts as far as it came. Undefined: it begins elsewhere.
   */
  async add(
    siteId: string,
    fileId: string,
    { offset, bytes, length }: { offset: number; bytes: AsyncIterable<Uint8Array>; length: number },
  ): Promise<number | undefined> {
    const path = this.#pathOf(siteId, fileId);
    const before = this.#writing.get(path);
    const turn = (async () => {
      await before?.catch(() => undefined);
      const here = (await stat(path).catch(() => undefined))?.size ?? 0;
      return here === offset ? write(path, { offset, bytes, length }) : undefined;
    })();
    this.#writing.set(path, turn);
    try {
      return await turn;
    } finally {
      if (this.#writing.get(path) === turn) this.#writing.delete(path);
    }
  }

  bytesOf(siteId: string, fileId: string): AsyncIterable<Uint8Array> {
    return createReadStream(this.#pathOf(siteId, fileId));
  }

  async drop(siteId: string, fileId: string): Promise<void> {
    const path = this.#pathOf(siteId, fileId);
    await rm(lengthAt(path), { force: true });
    await rm(path, { force: true });
  }

  /** The name is of the form that those of devices have; no id of a site ever becomes a path. */
  #pathOf(siteId: string, fileId: string): string {
    const name = createHash('sha256').update(`v6 ${siteId} ${fileId}`).digest('hex').slice(0, 32);
    return join(this.folder, name);
  }
}

const lengthAt = (path: string): string => `${path}.json`;

interface Piece {
  offset: number;
  bytes: AsyncIterable<Uint8Array>;
  length: number;
}

/** Bytes beyond the announced length are dropped. */
async function write(path: string, { offset, bytes, length }: Piece): Promise<number> {
  const file = await open(path, 'a');
  let end = offset;
  try {
    for await (const piece of bytes) {
      const taken = piece.subarray(0, length - end);
      if (taken.length === 0) continue;
      await file.appendFile(taken);
      end += taken.length;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  return end;
}
