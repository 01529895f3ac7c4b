/** Keeps the rows: opens them where they are of this log, follows it, and makes them again when asked, while others read. */
import { renameSync } from 'node:fs';
import type { ChangeReader } from '../../port/changes';
import { RowsDamaged } from '../../port/rows';
import { Follower, type Progress } from '../../../rows/follower';
import { MENDED } from '../log/mend';
import { removeRows, RowsFile } from './rows-file';
import { NEVER } from './state';

/** The log, as far as rows are made of it. */
export type RowsLog = Pick<ChangeReader, 'after' | 'at' | 'lastSeq'> & Partial<Pick<ChangeReader, 'meta'>>;

/** The readers of the rows. */
interface RowsReaders {
  progress(progress: Progress): void;
  /** They read nothing from when this resolves until `open`. */
  suspend(): Promise<void>;
  open(): Promise<void>;
}

interface RowsKeeperOptions {
  path: string;
  log: RowsLog;
  readers: RowsReaders;
  /** most changes of a transaction */
  batch: number;
  /** called after each; none: the next one follows in the next turn of the loop */
  breathe?: () => Promise<void>;
  onFault: (error: unknown) => void;
}

/** Rows that are damaged again sooner than this are not made again before: it is the disk, or the program. Milliseconds. */
const HEALED_FOR_MS = 60_000;

export class RowsKeeper {
  readonly #options: RowsKeeperOptions;
  #file: RowsFile;
  #follower: Follower;
  #rebuilding: Promise<void> | undefined;
  /** asked for while others were being made */
  #next: Promise<void> | undefined;
  #isClosed = false;
  /** of the rows that are being made */
  #making: Follower | undefined;
  #healing: NodeJS.Timeout | undefined;
  #healedAt = -Infinity;
  /** others are taking the place of the rows: nothing can be read until that has ended well */
  #isExchanging = false;

  private constructor(options: RowsKeeperOptions, file: RowsFile) {
    this.#options = options;
    this.#file = file;
    this.#follower = this.#follow(file, options.readers.progress);
  }

  static async open(options: RowsKeeperOptions): Promise<RowsKeeper> {
    const keeper = new RowsKeeper(options, await openWhole(options));
    keeper.#options.readers.progress({ seq: keeper.#file.state.seq, hasCures: keeper.#file.hasCures() });
    await options.readers.open();
    keeper.kick();
    return keeper;
  }

  /** There may be news in the log. */
  kick(): void {
    this.#follower.kick();
  }

  /** One at a time. Who asks meanwhile waits for another one: what it is asked for may have been read already. */
  rebuild(): Promise<void> {
    const underWay = this.#rebuilding;
    if (underWay) return (this.#next ??= underWay.catch(() => undefined).then(() => this.#another()));
    this.#rebuilding = this.#rebuild().finally(() => (this.#rebuilding = undefined));
    this.#rebuilding.catch((error: unknown) => {
      if (this.#isExchanging) this.heal(error);
    });
    return this.#rebuilding;
  }

  #another(): Promise<void> {
    this.#next = undefined;
    return this.rebuild();
  }

  /** The rows were found damaged: they are made again, and nobody need ask for it. */
  heal(error: unknown): void {
    if (this.#isClosed || this.#healing || this.#rebuilding) return;
    this.#options.onFault(error);
    const wait = Math.max(0, this.#healedAt + HEALED_FOR_MS - performance.now());
    this.#healing = setTimeout(() => {
      this.#healing = undefined;
      this.#healedAt = performance.now();
      this.rebuild().catch((failed: unknown) => this.heal(failed));
    }, wait);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#healing);
    // rows that are being made are given up; where they take the place of the others, that is waited for
    if (this.#making) await this.#making.close();
    else await this.#rebuilding?.catch(() => undefined);
    await this.#follower.close();
    this.#file.close();
  }

  async #rebuild(): Promise<void> {
    const { path, readers } = this.#options;
    const newPath = path.replace(/\.sqlite$/, '-new.sqlite');
    const made = await this.#make(newPath);
    if (!made) return;
    this.#isExchanging = true;
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
    this.#isExchanging = false;
    this.kick();
  }

  /** New rows that are as far as the others; none once this is closed. */
  async #make(path: string): Promise<RowsFile | undefined> {
    removeRows(path);
    const { log } = this.#options;
    const file = await openAfter(path, await mendedOf(log));
    const end = await log.lastSeq();
    if (this.#isClosed) return void file.close();
    try {
      await new Promise<void>((resolve, reject) => {
        const isThere = (seq: number, hasCures: boolean): boolean => seq >= end && !hasCures;
        const onProgress = ({ seq, hasCures }: Progress): void => {
          if (isThere(seq, hasCures)) void follower.close().then(resolve);
        };
        const follower = this.#follow(file, onProgress, reject);
        this.#making = follower;
        if (isThere(file.state.seq, file.hasCures())) resolve();
        else follower.kick();
      });
    } catch (error) {
      file.close();
      throw error;
    } finally {
      this.#making = undefined;
    }
    return file;
  }

  #follow(
    rows: RowsFile,
    onProgress: (progress: Progress) => void,
    onDamaged = (error: unknown): void => this.heal(error),
  ): Follower {
    const { log, batch, breathe, onFault } = this.#options;
    return new Follower({ log, rows, batch, breathe, onFault, onProgress, onDamaged });
  }
}

/** Rows in which a disk has spoilt even what is looked at first are thrown away. */
async function openWhole(options: RowsKeeperOptions): Promise<RowsFile> {
  const file = await openOfLog(options);
  try {
    file.hasCures();
    file.nextDue();
    return file;
  } catch (error) {
    file.close();
    if (!(error instanceof RowsDamaged)) throw error;
    options.onFault(error);
    removeRows(options.path);
    return openAfter(options.path, await mendedOf(options.log));
  }
}

/** Rows of another log, or of one that was put back in time or mended since, are thrown away. */
async function openOfLog({ path, log }: RowsKeeperOptions): Promise<RowsFile> {
  const mended = await mendedOf(log);
  const file = await RowsFile.open(path);
  const { seq, changeId } = file.state;
  const [last] = seq > 0 ? await log.at([seq]) : [];
  if (seq === 0) file.beganAfter(mended);
  if (seq === 0 || (last?.change.id === changeId && file.mended === mended)) return file;
  file.close();
  removeRows(path);
  return openAfter(path, mended);
}

const mendedOf = async (log: RowsLog): Promise<string> => (await log.meta?.(MENDED)) ?? NEVER;

async function openAfter(path: string, mended: string): Promise<RowsFile> {
  const file = await RowsFile.open(path);
  file.beganAfter(mended);
  return file;
}
