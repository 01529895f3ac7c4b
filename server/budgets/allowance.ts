/** What one caller may use up: so much at once, and it comes back steadily. Memory is bounded by forgetting who is nearest to having all of it. */

export interface Allowance {
  /** what a rested caller may use at once */
  most: number;
  /** in which time all of it has come back, milliseconds */
  restMs: number;
}

interface Used {
  amount: number;
  at: number;
}

const MOST_CALLERS = 50_000;

export class Allowances {
  readonly #used = new Map<string, Used>();

  constructor(
    private readonly allowance: Allowance,
    private readonly now: () => number,
    private readonly capacity = MOST_CALLERS,
  ) {}

  /** Takes it down, also what is too much: work that is done cannot be undone. Returns the milliseconds until the caller may go on; 0: at once. */
  use(caller: string, amount: number): number {
    const used = this.#usedBy(caller) + amount;
    this.#used.delete(caller); // what is set again stands last
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
