/** The port for places that backups are kept in. Names are paths with slashes; a file that has a name here is whole. */
import type { Readable } from 'node:stream';

export interface BackupTarget {
  /** as a person named it */
  readonly label: string;
  /** Takes bytes to their end; the name is there only once all of them are on the disk. */
  put(name: string, bytes: Readable): Promise<void>;
  /** Rejects when there is no such name. */
  get(name: string): Promise<Readable>;
  has(name: string): Promise<boolean>;
  /** The names below a folder, which is written without a slash at its end. */
  list(folder: string): Promise<string[]>;
  /** The folders at the top. */
  folders(): Promise<string[]>;
  remove(name: string): Promise<void>;
  /** A folder of the same disk for a backup in the making, where there is one. */
  readonly scratch: string | undefined;
}
