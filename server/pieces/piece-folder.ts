/** The pieces of one document on disk: a file each, compressed, and a list of them. Nothing of it is needed: it is made again from the log. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import * as z from 'zod';
import { hexOf } from '#shared/hex';
import type { Mark } from '#shared/proof/digest';

export interface Piece {
  /** SHA-256 of its bytes before they are compressed */
  name: string;
  /** it holds the changes that were stored after this sequence number, up to that one */
  after: number;
  to: number;
  changes: number;
  /** compressed */
  bytes: number;
  /** the digests of the clients of which it holds changes, at its end */
  marks: Mark[];
}

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** Nine levels cost four times as much here, ten thirty times, for 1 and 9 % fewer bytes. */
const QUALITY = 6;
const MOST_BYTES = 64 * 1024 * 1024;

/** Rises when pieces are made otherwise. */
const FORM = 1;
const LIST = 'pieces.json';

const count = z.int().nonnegative();
const listSchema = z.object({
  form: z.literal(FORM),
  document: z.string(),
  pieces: z.array(
    z.object({
      name: z.string().regex(/^[0-9a-f]{64}$/),
      after: count,
      to: count,
      changes: count,
      bytes: count,
      marks: z.array(z.tuple([count, count, z.string().regex(/^[0-9a-f]{32}$/)])),
    }),
  ),
});

export class PieceFolder {
  readonly #path: string;

  constructor(
    root: string,
    private readonly document: string,
  ) {
    this.#path = join(root, createHash('sha256').update(document).digest('hex').slice(0, 32));
  }

  /** The pieces that were made before; none where the list cannot be read. */
  async list(): Promise<Piece[]> {
    try {
      const list = listSchema.parse(JSON.parse(await readFile(join(this.#path, LIST), 'utf8')));
      if (list.document !== this.document) return [];
      return list.pieces.map((piece) => ({
        ...piece,
        marks: piece.marks.map(([client, clock, digest]) => ({
          client,
          clock,
          digest: new Uint8Array(Buffer.from(digest, 'hex')),
        })),
      }));
    } catch {
      return [];
    }
  }

  /** Writes a piece; it is one of the document's only when the list names it. */
  async put(content: Uint8Array): Promise<Pick<Piece, 'name' | 'bytes'>> {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    const compressed = await compress(content, { params });
    const name = createHash('sha256').update(content).digest('hex');
    await mkdir(this.#path, { recursive: true });
    await this.#write(`${name}.br`, compressed);
    return { name, bytes: compressed.length };
  }

  async writeList(pieces: readonly Piece[]): Promise<void> {
    const list: z.infer<typeof listSchema> = {
      form: FORM,
      document: this.document,
      pieces: pieces.map((piece) => ({
        ...piece,
        marks: piece.marks.map(({ client, clock, digest }) => [client, clock, hexOf(digest)]),
      })),
    };
    await this.#write(LIST, JSON.stringify(list));
  }

  /** The compressed bytes of a piece; undefined where they are gone. */
  async read(name: string): Promise<Buffer | undefined> {
    return readFile(join(this.#path, `${name}.br`)).catch(() => undefined);
  }

  async clear(): Promise<void> {
    await rm(this.#path, { recursive: true, force: true });
  }

  /** As a whole or not at all, and not waiting for the disk: a half that a cut leaves does not match its hash. */
  async #write(file: string, content: string | Uint8Array): Promise<void> {
    const path = join(this.#path, file);
    // several processes may make the same at once
    const made = `${path}.${randomUUID()}.new`;
    await writeFile(made, content);
    await rename(made, path);
  }
}

/** Undefined for bytes that Brotli did not make. */
export async function unpackPiece(compressed: Uint8Array): Promise<Buffer | undefined> {
  return decompress(compressed, { maxOutputLength: MOST_BYTES }).catch(() => undefined);
}

/** True if these are the bytes that have the name. */
export async function isPiece(name: string, compressed: Uint8Array): Promise<boolean> {
  const content = await unpackPiece(compressed);
  return content !== undefined && createHash('sha256').update(content).digest('hex') === name;
}
