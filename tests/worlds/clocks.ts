/** The time of a world: the year that it is there, and the other times on the clocks of its devices. */
import { vi } from 'vitest';

const DAY = 24 * 60 * 60 * 1000;
export const YEARS = 365 * DAY;

export class Time {
  readonly #real = Date.now.bind(Date);
  #ahead = 0;

  constructor() {
    // the clock of central and tests where nobody gives them another
    vi.spyOn(Date, 'now').mockImplementation(this.now);
  }

  /** central's, milliseconds, UTC */
  now = (): number => this.#real() + this.#ahead;

  /** A night passes, or the rest of the year. */
  passDay(): void {
    this.#ahead += DAY;
  }

  passYear(): void {
    const newYear = Date.UTC(new Date(this.now()).getUTCFullYear() + 1, 0, 1);
    this.#ahead += newYear - this.now() + 1000;
  }

  end(): void {
    vi.mocked(Date.now).mockRestore();
  }
}
