/** The port for the bytes of files, by their sha256. A file that has a name here is whole, and its bytes were found to match its name. */
import { Readable } from 'node:stream';
import type { Issue } from '#shared/result';

export interface StoredFile {
  sha256: string;
  bytes: number;
}

export type PutFile =
  | ({ ok: true } & StoredFile)
  /** `wrong-hash`: the bytes are others than announced; `too-large`: more than allowed */
  | { ok: false; code: 'wrong-hash' | 'too-large' }
  /** the reason why bytes of this kind are not taken */
  | { ok: false; code: 'not-taken'; issue: Issue };

export interface Expected {
  sha256?: string;
  maxBytes: number;
  /** the reason why a file of this machine's disk is not taken, or undefined: asked once all of it has come */
  judge?: (path: string) => Promise<Issue | undefined>;
}

export interface Range {
  start: number;
  /** the last byte, not the one after it */
  end: number;
}

/**
 * Every call but those that look rejects when the store cannot be reached or written. A file in the trash comes back by itself once anybody
 * asks for it.
 */
export interface FileStore {
  /** Takes bytes to their end. Nothing is kept unless they match `expected`. Rejects when the source fails, too. */
  put(bytes: AsyncIterable<Uint8Array>, expected: Expected): Promise<PutFile>;
  /** Takes over a file of this machine's disk; the caller has found it to have this hash (`hashOf`). */
  adopt(path: string, sha256: string): Promise<void>;
  /** The bytes of a file that is here, or a part of them, empty where it has no such bytes; undefined when it is not here. */
  get(sha256: string, range?: Range): Promise<{ stream: Readable; bytes: number } | undefined>;
  has(sha256: string): Promise<boolean>;
  /** The number of bytes of a file, or undefined when it is not here. */
  sizeOf(sha256: string): Promise<number | undefined>;
  /** Everything that is here, and since when (milliseconds) it was last brought. */
  list(): AsyncIterable<StoredFile & { broughtAt: number }>;
  /** Counts a file as brought just now; false when it is not here. */
  renew(sha256: string): Promise<boolean>;
  /** Puts a file into the trash, from where it counts as brought just now. */
  discard(sha256: string): Promise<void>;
  /** The files in the trash, and since when (milliseconds). */
  discarded(): AsyncIterable<StoredFile & { broughtAt: number }>;
  /** For good, from the trash too. */
  remove(sha256: string): Promise<void>;
}

/** The name of a file in the trash. */
export const trashNameOf = (sha256: string): string => `trash/${nameOf(sha256)}`;

export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** The name of a file in a store, the same on a disk and in a bucket, so that one can be copied to the other as it is. */
export const nameOf = (sha256: string): string => `${sha256.slice(0, 2)}/${sha256}`;

/** A part of a file that lies behind its end, as every part of an empty one does. */
export const nothing = (): { stream: Readable; bytes: number } => ({ stream: Readable.from([]), bytes: 0 });
