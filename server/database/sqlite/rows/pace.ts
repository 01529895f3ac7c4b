/**
 * The pace of the rows while the thread that serves has no time left. It is the one that people wait for: where both want more than there
 * is of the machine, the rows rest between two batches and take up the rest later.
 */
import { TOO_FAR } from './rows-view';

/** Of the time that a batch took, the rest after it: half a core is the rows' own, whatever comes. */
const REST = 1;
const LONGEST_MS = 200;
/** The time for which a report of the serving thread counts: it is silent when nothing more comes. Milliseconds. */
const FRESH_MS = 500;

export class Pace {
  #pressedAt = -Infinity;
  #beganAt: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.#beganAt = now();
  }

  /** The thread that serves reports whether it has time left. */
  heard(isPressed: boolean): void {
    this.#pressedAt = isPressed ? this.now() : -Infinity;
  }

  /** A batch begins. */
  begin(): void {
    this.#beganAt = this.now();
  }

  /** The milliseconds to rest after a batch; `behind`: the changes that the rows lack. Rows that a reader waits for never rest. */
  rest(behind: number): number {
    const now = this.now();
    if (behind <= TOO_FAR || now - this.#pressedAt > FRESH_MS) return 0;
    return Math.min(LONGEST_MS, REST * (now - this.#beganAt));
  }
}
