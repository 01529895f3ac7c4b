/** Follows the log: takes what the rows lack, some at a time, and says how far they are. A change that cannot be folded holds up nothing. */
import { DatabaseUnwritable } from '../database/port/central-database';
import type { ChangeReader, LoggedChange } from '../database/port/changes';
import type { RowsTx } from '../database/port/rows-tx';
import { followChanges, followCures } from './follow';

export interface RowsStore {
  readonly state: { seq: number; changeId: string };
  hasCures(): boolean;
  transaction<T>(work: (tx: RowsTx) => Promise<T>): Promise<T>;
}

export interface Progress {
  seq: number;
  /** flags wait to be looked at again */
  hasCures: boolean;
}

export interface FollowerOptions {
  log: Pick<ChangeReader, 'after' | 'at'>;
  rows: RowsStore;
  /** most changes of a transaction */
  batch: number;
  onProgress: (progress: Progress) => void;
  onFault: (error: unknown) => void;
}

/** Flags looked at again by one transaction. */
const CURES = 100;
/** How long after a failure it tries again, milliseconds. */
const AGAIN_MS = 1000;

export class Follower {
  readonly #options: FollowerOptions;
  #running: Promise<void> | undefined;
  #hasNews = false;
  #isClosed = false;
  #again: NodeJS.Timeout | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** There may be news in the log. */
  kick(): void {
    this.#hasNews = true;
    if (!this.#isClosed) this.#running ??= this.#run();
  }

  /** Ends after the transaction that is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#again);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#hasNews && !this.#isClosed) {
      this.#hasNews = false;
      try {
        while (!this.#isClosed && (await this.#step())) await new Promise(setImmediate);
      } catch (error) {
        this.#options.onFault(error);
        this.#again = setTimeout(() => this.kick(), AGAIN_MS);
        break;
      }
    }
    // in the same step that saw that there is nothing more
    this.#running = undefined;
  }

  /** False when there is nothing more to do. */
  async #step(): Promise<boolean> {
    const { log, rows, batch, onProgress } = this.#options;
    const news = await log.after(rows.state.seq, batch);
    if (news.length > 0) await this.#take(news);
    else if (!rows.hasCures()) return false;
    else await rows.transaction((tx) => followCures(tx, log, CURES));
    onProgress({ seq: rows.state.seq, hasCures: rows.hasCures() });
    return true;
  }

  /** What fails together is tried one by one; what fails alone is passed over, and the log keeps it for a better build. */
  async #take(news: readonly LoggedChange[]): Promise<void> {
    const { log, rows, onFault } = this.#options;
    try {
      await rows.transaction((tx) => followChanges(tx, log, news, Date.now()));
    } catch (error) {
      const [only] = news;
      if (!only || error instanceof DatabaseUnwritable) throw error;
      if (news.length > 1) for (const one of news) await this.#take([one]);
      else {
        onFault(error);
        await rows.transaction((tx) => tx.reached(only));
      }
    }
  }
}
