/**
 * Follows the log: takes the changes that the rows lack, some at a time, and reports the position of the rows. A change that cannot be
 * folded holds up nothing.
 */
import { DatabaseUnwritable } from '../database/port/central-database';
import type { ChangeReader, LoggedChange } from '../database/port/changes';
import { RowsDamaged } from '../database/port/rows';
import type { RowsTx } from '../database/port/rows-tx';
import { followChanges, followCures, followTime } from './follow';
import { stateAgain } from './statuses';

interface RowsStore {
  readonly state: { seq: number; changeId: string };
  hasCures(): boolean;
  /** the moment at which the next status changes by itself, milliseconds of central's time */
  nextDue(): number | undefined;
  transaction<T>(work: (tx: RowsTx) => Promise<T>): Promise<T>;
}

export interface Progress {
  seq: number;
  /** flags wait to be looked at again */
  hasCures: boolean;
}

interface FollowerOptions {
  log: Pick<ChangeReader, 'after' | 'at'>;
  rows: RowsStore;
  /** most changes of a transaction */
  batch: number;
  onProgress: (progress: Progress) => void;
  onFault: (error: unknown) => void;
  /** The rows cannot be read any more: nothing is tried again, unless nobody takes care of it. */
  onDamaged?: (error: RowsDamaged) => void;
  /** central's time, milliseconds */
  now?: () => number;
  /** called after each transaction, so that others have their turn; none: the rest of this turn of the loop */
  breathe?: (() => Promise<void>) | undefined;
}

const turn = (): Promise<void> => new Promise(setImmediate);

/** Flags, and statuses, looked at again by one transaction. */
const CURES = 100;
/** No timer runs for weeks, and a machine may sleep. */
const LONGEST_WAIT_MS = 60 * 60 * 1000;
/** By less a clock is only put right. */
const SET_BACK_MS = 60 * 1000;
/** The wait after a failure until it tries again, milliseconds. */
const AGAIN_MS = 1000;

export class Follower {
  readonly #options: FollowerOptions;
  #running: Promise<void> | undefined;
  #hasNews = false;
  #isClosed = false;
  #again: NodeJS.Timeout | undefined;
  readonly #now: () => number;
  /** the last time it looked at the clock; at the start nobody knows the earlier times of the clock */
  #lookedAt = Infinity;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
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
    const { breathe = turn } = this.#options;
    while (this.#hasNews && !this.#isClosed) {
      this.#hasNews = false;
      try {
        while (!this.#isClosed && (await this.#step())) await breathe();
        this.#wakeWhenDue();
      } catch (error) {
        if (error instanceof RowsDamaged && this.#options.onDamaged) {
          this.#options.onDamaged(error);
          break;
        }
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
    await this.#seeClock();
    const news = await log.after(rows.state.seq, batch);
    if (news.length > 0) await this.#take(news);
    else if (this.#isDue()) await rows.transaction((tx) => followTime(tx, this.#now(), CURES));
    else if (!rows.hasCures()) return false;
    else await rows.transaction((tx) => followCures(tx, log, CURES));
    onProgress({ seq: rows.state.seq, hasCures: rows.hasCures() });
    return true;
  }

  #isDue = (): boolean => (this.#options.rows.nextDue() ?? Infinity) <= this.#now();

  /** Statuses that are dated in the future, by a clock that was put right since, are looked at again. */
  async #seeClock(): Promise<void> {
    const now = this.#now();
    const isSetBack = now < this.#lookedAt - SET_BACK_MS;
    this.#lookedAt = now;
    if (isSetBack)
      await this.#options.rows.transaction(async (tx) => stateAgain(tx, await tx.statusesAhead(now), now));
  }

  #wakeWhenDue(): void {
    const next = this.#options.rows.nextDue();
    clearTimeout(this.#again);
    if (next === undefined || this.#isClosed) return;
    const wait = Math.min(Math.max(0, next - this.#now()), LONGEST_WAIT_MS);
    this.#again = setTimeout(() => this.kick(), wait);
  }

  /** Changes that fail together are tried one by one; a change that fails alone is passed over, and the log keeps it for a better build. */
  async #take(news: readonly LoggedChange[]): Promise<void> {
    const { log, rows, onFault } = this.#options;
    try {
      await rows.transaction((tx) => followChanges(tx, log, news, this.#now()));
    } catch (error) {
      const [only] = news;
      if (!only || error instanceof DatabaseUnwritable || error instanceof RowsDamaged) throw error;
      if (news.length > 1) for (const one of news) await this.#take([one]);
      else {
        onFault(error);
        await rows.transaction((tx) => tx.reached(only));
      }
    }
  }
}
