/** The kinds of the files here, by their first bytes; remembered, since the content under a hash never changes. */
import { fileTypeFromBuffer } from 'file-type';
import type { FileStore } from './file-store';

/** As many bytes as it takes to recognise each kind of file that central hands out. */
const HEAD_BYTES = 4096;
const REMEMBERED = 10_000;

export class Kinds {
  readonly #known = new Map<string, string>();

  constructor(private readonly files: Pick<FileStore, 'get'>) {}

  /** As `image/jpeg`; '' for a kind that nothing knows, or a file that is not here. */
  async of(sha256: string): Promise<string> {
    const known = this.#known.get(sha256);
    if (known !== undefined) return known;
    const found = await this.files.get(sha256, { start: 0, end: HEAD_BYTES - 1 });
    if (!found) return '';
    const pieces: Buffer[] = [];
    for await (const piece of found.stream) pieces.push(Buffer.from(piece as Uint8Array)); // a stream of bytes
    const kind = (await fileTypeFromBuffer(Buffer.concat(pieces)).catch(() => undefined))?.mime ?? '';
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(sha256, kind);
    return kind;
  }
}
