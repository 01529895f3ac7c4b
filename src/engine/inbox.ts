/** Changes that arrived and are not yet in the replica: written in batches, in order, so that a phone stays quick while it catches up. */
import type { PositionedChange } from '#shared/change/codec/struct';
import type { Proof } from '../replica/proofs/receipts';
import type { HoleRecord } from '../replica/records';

/** What is written with the changes of some messages: what in them is no change for this app, and their proof (rule P4). */
interface Beside extends Proof {
  holes?: readonly HoleRecord[];
}

/** The content of one message. */
interface Arrival extends Beside {
  placed: readonly PositionedChange[];
}

interface Waiter {
  /** the number of arrivals to wait for, from the first on */
  upTo: number;
  resolve: (isWritten: boolean) => void;
}

export class Inbox {
  /** the status of an asset is worked out once a batch, a commit waits for a batch at most */
  static readonly BATCH = 1000;
  #waiting: Arrival[] = [];
  #came = 0;
  #wrote = 0;
  #waiters: Waiter[] = [];
  #writing: Promise<void> | undefined;

  /** `write` saves one batch in one transaction; `wrote` hears how many are in; `failed` hears why writing ended for good. */
  constructor(
    private readonly write: (batch: readonly PositionedChange[], beside: Beside) => Promise<void>,
    private readonly wrote: (count: number) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  push(arrival: Arrival): void {
    if (arrival.placed.length === 0 && arrival.receipts.length === 0) return;
    this.#waiting.push(arrival);
    this.#came += 1;
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when all that came is written; rejects when writing failed. */
  async flushed(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /** Resolves with true when all that came so far is written, though more may come meanwhile; with false when writing failed. */
  async soFar(): Promise<boolean> {
    if (this.#waiting.length > 0)
      return new Promise((resolve) => this.#waiters.push({ upTo: this.#came, resolve }));
    return this.#writing ? this.#writing.then(() => true).catch(() => false) : true;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && !this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      // lets messages that come together be written together
      await Promise.resolve();
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, this.#batchSize());
        const placed = batch.flatMap((arrival) => arrival.placed);
        await this.write(placed, besideOf(batch));
        this.#waiting.splice(0, batch.length);
        this.#wrote += batch.length;
        this.wrote(placed.length);
        for (const { resolve } of this.#takeWaiters(this.#wrote)) resolve(true);
      }
      this.#writing = undefined;
    } catch (error) {
      this.#waiting = [];
      this.#writing = Promise.reject(error instanceof Error ? error : new Error(String(error)));
      this.#writing.catch(() => undefined);
      for (const { resolve } of this.#takeWaiters(this.#came)) resolve(false);
      this.failed(error);
    }
  }

  #takeWaiters(upTo: number): Waiter[] {
    const taken = this.#waiters.filter((waiter) => waiter.upTo <= upTo);
    this.#waiters = this.#waiters.filter((waiter) => waiter.upTo > upTo);
    return taken;
  }

  /** The number of waiting messages to write at once: one at least, and no more than a batch holds. */
  #batchSize(): number {
    let count = 0;
    const end = this.#waiting.findIndex(({ placed }, index) => {
      count += placed.length;
      return index > 0 && count > Inbox.BATCH;
    });
    return end < 0 ? this.#waiting.length : end;
  }
}

/** The last mark of each client, and all receipts: which of them stay is decided where they are kept. */
const besideOf = (batch: readonly Arrival[]): Beside => ({
  holes: batch.flatMap(({ holes = [] }) => holes),
  marks: [...new Map(batch.flatMap(({ marks }) => marks).map((mark) => [mark.client, mark])).values()],
  receipts: batch.flatMap(({ receipts }) => receipts),
});
