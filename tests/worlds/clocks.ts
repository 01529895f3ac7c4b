/** The time of a world: the year that it is there, and the other times on the clocks of its devices. */
import { vi } from 'vitest';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
export const YEARS = 365 * DAY;

/** The same for each play of a seed, on whatever day that is. */
const BEGIN = Date.UTC(2026, 10, 3, 9);

export class Time {
  readonly #began = performance.now();
  #ahead = 0;

  constructor() {
    // the clock of central and tests where nobody gives them another
    vi.spyOn(Date, 'now').mockImplementation(this.now);
  }

  /** central's, milliseconds, UTC */
  now = (): number => BEGIN + Math.floor(performance.now() - this.#began) + this.#ahead;

  /** A night passes, or the rest of the year. */
  passDay(): void {
    this.#ahead += DAY;
  }

  /** Into the first hours: a device takes central's time to be halfway between asking and hearing, which on a busy machine is seconds off. */
  passYear(): void {
    const newYear = Date.UTC(new Date(this.now()).getUTCFullYear() + 1, 0, 1);
    this.#ahead += newYear - this.now() + HOUR;
  }

  end(): void {
    vi.mocked(Date.now).mockRestore();
  }
}
