/**
 * The amount that one caller may use up: a limit at once, and it comes back steadily. Memory is bounded by forgetting the caller that is
 * nearest to having all of it.
 */
import type { Allowance, AllowanceBook } from '../database/port/allowances';

export type { Allowance };

/** A budget of one kind, wherever it is counted. */
export interface CountedAllowance {
  /** Takes it down, an excess too. Returns the milliseconds until the caller may go on; 0: at once. */
  use(caller: string, amount: number): number | Promise<number>;
}

/** Counted by the database, where several processes share it; else in memory. */
export const allowanceOf = (
  kind: string,
  allowance: Allowance,
  now: () => number,
  book: AllowanceBook | undefined,
): CountedAllowance =>
  book
    ? { use: (caller, amount) => book.use(kind, caller, amount, allowance, now()) }
    : new Allowances(allowance, now);

interface Used {
  amount: number;
  at: number;
}

const MOST_CALLERS = 50_000;

export class Allowances implements CountedAllowance {
  readonly #used = new Map<string, Used>();

  constructor(
    private readonly allowance: Allowance,
    private readonly now: () => number,
    private readonly capacity = MOST_CALLERS,
  ) {}

  /** Takes it down, an excess too: work that is done cannot be undone. Returns the milliseconds until the caller may go on; 0: at once. */
  use(caller: string, amount: number): number {
    const used = this.#usedBy(caller) + amount;
    this.#used.delete(caller); // a caller that is set again stands last
    this.#used.set(caller, { amount: used, at: this.now() });
    const [oldest] = this.#used.keys();
    if (this.#used.size > this.capacity && oldest !== undefined) this.#used.delete(oldest);
    return this.#waitOf(used);
  }

  /** Milliseconds until the caller may go on; 0: at once. */
  wait(caller: string): number {
    return this.#waitOf(this.#usedBy(caller));
  }

  #waitOf(used: number): number {
    const { most, restMs } = this.allowance;
    return used <= most ? 0 : Math.ceil(((used - most) / most) * restMs);
  }

  #usedBy(caller: string): number {
    const known = this.#used.get(caller);
    if (!known) return 0;
    const { most, restMs } = this.allowance;
    const back = (Math.max(0, this.now() - known.at) / restMs) * most;
    return Math.max(0, known.amount - back);
  }
}
