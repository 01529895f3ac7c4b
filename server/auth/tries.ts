/**
 * Counts failed tries, so that guessing is slow. A try counts from its start, so that many at once are slowed too, and is given back when
 * it succeeds: only failures are left. Memory is bounded by forgetting the caller that failed longest ago.
 */

import type { TriesBook, TriesLimit } from '../database/port/tries';

export type { TriesLimit };

/** Tries of one kind, wherever they are counted. */
export interface CountedTries {
  /** Begins a try of `caller`; returns the seconds it has to wait instead, or 0 when it may go on. */
  begin(caller: string): number | Promise<number>;
  /** The try that `caller` began did not fail. */
  giveBack(caller: string): void | Promise<void>;
}

/** Counted by the database, where several processes share it; else in memory. */
export const triesOf = (
  kind: string,
  limit: TriesLimit,
  now: () => number,
  book: TriesBook | undefined,
): CountedTries =>
  book
    ? {
        begin: (caller) => book.begin(kind, caller, limit, now()),
        giveBack: (caller) => book.giveBack(kind, caller, now()),
      }
    : new Tries(limit, now);

interface Count {
  tries: number;
  /** the moment at which they are forgotten, milliseconds since 1970 */
  until: number;
}

const MAX_CALLERS = 10_000;

export class Tries implements CountedTries {
  readonly #counts = new Map<string, Count>();

  constructor(
    private readonly limit: TriesLimit,
    private readonly now: () => number,
    private readonly capacity = MAX_CALLERS,
  ) {}

  /** Begins a try of `caller`; returns the seconds it has to wait instead, or 0 when it may go on. */
  begin(caller: string): number {
    const known = this.#current(caller);
    if (known && known.tries >= this.limit.failures) return Math.ceil((known.until - this.now()) / 1000);
    this.#counts.delete(caller); // a caller that is set again stands last, so the first is the one that tried longest ago
    this.#counts.set(caller, {
      tries: (known?.tries ?? 0) + 1,
      until: known?.until ?? this.now() + this.limit.windowMs,
    });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > this.capacity && oldest !== undefined) this.#counts.delete(oldest);
    return 0;
  }

  /** The try that `caller` began did not fail. */
  giveBack(caller: string): void {
    const known = this.#current(caller);
    if (!known) return;
    if (known.tries > 1) this.#counts.set(caller, { ...known, tries: known.tries - 1 });
    else this.#counts.delete(caller);
  }

  #current(caller: string): Count | undefined {
    const known = this.#counts.get(caller);
    if (!known || known.until > this.now()) return known;
    this.#counts.delete(caller);
    return undefined;
  }
}
