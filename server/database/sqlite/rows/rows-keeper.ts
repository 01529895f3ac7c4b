/** Keeps the rows: opens them where they are of this log, follows it, and makes them again when asked, while others read. */
import { renameSync } from 'node:fs';
import type { ChangeReader } from '../../port/changes';
import { Follower, type Progress } from '../../../rows/follower';
import { removeRows, RowsFile } from './rows-file';

/** The readers of the rows. */
interface RowsReaders {
  progress(progress: Progress): void;
  /** They read nothing from when this resolves until `open`. */
  suspend(): Promise<void>;
  open(): Promise<void>;
}

interface RowsKeeperOptions {
  path: string;
  log: Pick<ChangeReader, 'after' | 'at' | 'lastSeq'>;
  readers: RowsReaders;
  /** most changes of a transaction */
  batch: number;
  onFault: (error: unknown) => void;
}

export class RowsKeeper {
  readonly #options: RowsKeeperOptions;
  #file: RowsFile;
  #follower: Follower;
  #rebuilding: Promise<void> | undefined;

  private constructor(options: RowsKeeperOptions, file: RowsFile) {
    this.#options = options;
    this.#file = file;
    this.#follower = this.#follow(file, options.readers.progress);
  }

  static async open(options: RowsKeeperOptions): Promise<RowsKeeper> {
    const keeper = new RowsKeeper(options, await openOfLog(options));
    keeper.#options.readers.progress({ seq: keeper.#file.state.seq, hasCures: keeper.#file.hasCures() });
    await options.readers.open();
    keeper.kick();
    return keeper;
  }

  /** There may be news in the log. */
  kick(): void {
    this.#follower.kick();
  }

  /** One at a time: a caller that asks meanwhile waits for the one that is under way. */
  rebuild(): Promise<void> {
    this.#rebuilding ??= this.#rebuild().finally(() => (this.#rebuilding = undefined));
    return this.#rebuilding;
  }

  async close(): Promise<void> {
    await this.#follower.close();
    this.#file.close();
  }

  async #rebuild(): Promise<void> {
    const { path, readers } = this.#options;
    const newPath = path.replace(/\.sqlite$/, '-new.sqlite');
    const made = await this.#make(newPath);
    await this.#follower.close();
    await readers.suspend();
    this.#file.close();
    made.close();
    removeRows(path);
    renameSync(newPath, path);
    this.#file = await RowsFile.open(path);
    this.#follower = this.#follow(this.#file, readers.progress);
    // the former rows may have been further: nobody may take these for as far
    readers.progress({ seq: this.#file.state.seq, hasCures: this.#file.hasCures() });
    await readers.open();
    this.kick();
  }

  /** New rows that are as far as the others. */
  async #make(path: string): Promise<RowsFile> {
    removeRows(path);
    const file = await RowsFile.open(path);
    const end = await this.#options.log.lastSeq();
    await new Promise<void>((resolve) => {
      const isThere = (seq: number, hasCures: boolean): boolean => seq >= end && !hasCures;
      const follower = this.#follow(file, ({ seq, hasCures }) => {
        if (isThere(seq, hasCures)) void follower.close().then(resolve);
      });
      if (isThere(file.state.seq, file.hasCures())) resolve();
      else follower.kick();
    });
    return file;
  }

  #follow(rows: RowsFile, onProgress: (progress: Progress) => void): Follower {
    const { log, batch, onFault } = this.#options;
    return new Follower({ log, rows, batch, onFault, onProgress });
  }
}

/** Rows of another log, or of one that was put back in time, are thrown away. */
async function openOfLog({ path, log }: RowsKeeperOptions): Promise<RowsFile> {
  const file = await RowsFile.open(path);
  const { seq, changeId } = file.state;
  const [last] = seq > 0 ? await log.at([seq]) : [];
  if (seq === 0 || last?.change.id === changeId) return file;
  file.close();
  removeRows(path);
  return RowsFile.open(path);
}
