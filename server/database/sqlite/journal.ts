/**
 * The journal of a SQLite file (its `-wal`), brought to the disk beside the thread that writes it: only the caller of a transaction waits for
 * the disk, and the sockets go on.
 */
import { closeSync, fdatasync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Brings what was written in the file with this number to the disk. */
export type Sync = (file: number) => Promise<void>;

const syncData: Sync = promisify(fdatasync);

export class Journal {
  readonly #file: number;
  readonly #sync: Sync;

  /**
   * Of a file that is open. Nothing of the journal may be believed before it is on the disk: a server that was killed may have written it
   * without waiting.
   */
  constructor(path: string, sync: Sync = syncData) {
    this.#file = openSync(`${path}-wal`, 'r+');
    this.#sync = sync;
    fdatasyncSync(this.#file);
    syncFolder(dirname(path));
  }

  /** Resolves when all that was committed before is on the disk. */
  sync(): Promise<void> {
    return this.#sync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The name of a new file is on the disk only with its folder. */
function syncFolder(path: string): void {
  // there a folder cannot be opened, and has no need of it
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
