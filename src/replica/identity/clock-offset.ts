/** The difference between central's clock and this device's, and its correction when somebody sets this device's clock (rule H3). */
import type { AuthorRecord } from '../records';

/** Central's time minus this device's in milliseconds, taken to be read halfway between asking and hearing. */
export const offsetOf = (centralTime: number, askedAt: number, heardAt: number): number =>
  Math.round(centralTime - (askedAt + heardAt) / 2);

/** Less than this is the drift of any clock. */
const TOLERANCE_MS = 60_000;
/** No device sleeps for so long with a page open. */
const LONGEST_SLEEP_MS = 180 * 24 * 60 * 60 * 1000;

/**
 * The jump of this device's clock when somebody set it, milliseconds; 0: it only ran. A steady clock measures exactly, but
 * stands still while a device sleeps. So a leap forward counts only where no sleep explains it, or where it puts a known error
 * right.
 */
export function jumpOf(wallElapsed: number, steadyElapsed: number | undefined, offsetMs: number): number {
  const jump = wallElapsed - (steadyElapsed ?? 0);
  if (jump < -TOLERANCE_MS) return jump;
  if (steadyElapsed === undefined) return 0;
  const mendsError = offsetMs > 2 * TOLERANCE_MS && Math.abs(jump - offsetMs) < 2 * TOLERANCE_MS;
  return jump > LONGEST_SLEEP_MS || mendsError ? jump : 0;
}

/** The author after a look at this device's clock: central's time goes on as it did, however the clock was set. */
export function lookedAt(author: AuthorRecord, wall: number, steadyElapsed?: number): AuthorRecord {
  const jump = author.wall === undefined ? 0 : jumpOf(wall - author.wall, steadyElapsed, author.offsetMs);
  return jump === 0
    ? { ...author, wall }
    : { ...author, wall, offsetMs: author.offsetMs - jump, unsure: true };
}

/** Watches this device's clock beside one that nobody can set, while a page is open. */
export class ClockWatch {
  #last: { wall: number; steady: number } | undefined;

  /** `steady`: milliseconds since any moment, by a clock that nobody sets. */
  constructor(private readonly steady: () => number) {}

  look(author: AuthorRecord, wall: number): AuthorRecord {
    const steady = this.steady();
    // another tab, or the engine, may have looked meanwhile; it has accounted for the time before
    const elapsed = this.#last?.wall === author.wall ? steady - (this.#last?.steady ?? steady) : undefined;
    this.#last = { wall, steady };
    return lookedAt(author, wall, elapsed);
  }
}
