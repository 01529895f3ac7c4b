/** Files that sites send in pieces: announced, asked about, and added to until they are whole, when they are taken like any other. */
import type { Announcement } from './files';
import type { FilesInPieces } from './files-in-pieces';
import type { Upload } from './http/upload-parts';
import type { KnownSite } from './site/known-site';
import { other, V6Failure } from './wire/answers';

export interface PiecesParts {
  pieces: FilesInPieces;
  /** the most bytes of one file */
  maxBytes: number;
  take: (site: KnownSite, upload: Omit<Upload, 'syncV5Settings'> & Announcement) => Promise<void>;
  /** The number of bytes of a file of this site that is here whole. */
  bytesHere: (site: KnownSite, fileId: string) => Promise<number | undefined>;
}

/** How far a file has come. */
export interface Standing {
  offset: number;
  length: number;
}

interface File extends Announcement {
  fileId: string;
}

export class SentInPieces {
  constructor(private readonly parts: PiecesParts) {}

  async begin(site: KnownSite, file: File, length: number): Promise<void> {
    if (length > this.parts.maxBytes) throw other('The file is too large.', 413);
    if ((await this.parts.bytesHere(site, file.fileId)) !== undefined) return;
    await this.parts.pieces.begin(site.v6.siteId, file.fileId, length);
    await this.#finish(site, file);
  }

  /** A file that is here whole is through, of which the answer may have been lost. */
  async standing(site: KnownSite, fileId: string): Promise<Standing> {
    const whole = await this.parts.bytesHere(site, fileId);
    if (whole !== undefined) return { offset: whole, length: whole };
    const length = await this.parts.pieces.lengthOf(site.v6.siteId, fileId);
    if (length === undefined) throw new V6Failure({ syncFileNotFound: fileId }, 404);
    return { offset: await this.parts.pieces.offsetOf(site.v6.siteId, fileId), length };
  }

  /** Answers with the number of bytes that are here then. */
  async add(
    site: KnownSite,
    file: File,
    piece: { offset: number; bytes: AsyncIterable<Uint8Array> },
  ): Promise<number> {
    const { offset, length } = await this.standing(site, file.fileId);
    if (offset < length) {
      const end = await this.parts.pieces.add(site.v6.siteId, file.fileId, { ...piece, length });
      if (end === undefined) throw elsewhere(await this.standing(site, file.fileId));
    } else if (piece.offset !== offset) throw elsewhere({ offset, length });
    await this.#finish(site, file);
    return (await this.standing(site, file.fileId)).offset;
  }

  /** A stop after the last byte leaves it whole: the next call about it ends it. */
  async #finish(site: KnownSite, file: File): Promise<void> {
    const { pieces, take } = this.parts;
    const { siteId } = site.v6;
    const length = await pieces.lengthOf(siteId, file.fileId);
    if (length === undefined || (await pieces.offsetOf(siteId, file.fileId)) < length) return;
    const bytes = length === 0 ? nothing() : pieces.bytesOf(siteId, file.fileId);
    try {
      await take(site, { ...file, mimeType: '', bytes });
    } catch (error) {
      // one that is not taken is dropped: its bytes would be refused again
      if (error instanceof V6Failure) await pieces.drop(siteId, file.fileId);
      throw error;
    }
    await pieces.drop(siteId, file.fileId);
  }
}

const elsewhere = ({ offset }: Standing): V6Failure => other(`The file is here up to byte ${offset}.`, 409);

async function* nothing(): AsyncIterable<Uint8Array> {
  // a file without bytes
}
