/** The wait before the next try: full jitter, so that 150 devices cut off together do not come back together. */

/** The interval at which the engine asks central for news in documents that are not open. */
export const CYCLE_EVERY_MS = 5 * 60_000;

/** Central closes after it has named all that it refused; a link that swallows the close is closed from here. */
export const CLOSED_WITHIN_MS = 5_000;

/** A socket that stays silent for this long after it was asked for is given up: some links swallow it without a word. */
export const CONNECT_WITHIN_MS = 30_000;

export const LONGEST_WAIT_MS = 60_000;

/**
 * The same where this device cannot keep what it is sent, since it is full or something of ours fails: every try brings the same data once
 * more, and people pay for them.
 */
export const LONGEST_FAULT_WAIT_MS = 30 * 60_000;
const FIRST_WAIT_MS = 1_000;
const SHORTEST_WAIT_MS = 250;

/** Milliseconds after the given number of failures in a row (1, 2, 3 …). */
export function backoff(failures: number, random: number, longest = LONGEST_WAIT_MS): number {
  const ceiling = doubled(failures, FIRST_WAIT_MS, longest);
  return SHORTEST_WAIT_MS + Math.floor(random * (ceiling - SHORTEST_WAIT_MS));
}

/** Grows with each failure in a row: `first`, twice that, four times that … up to `longest`. */
export const doubled = (failures: number, first: number, longest: number): number =>
  Math.min(longest, first * 2 ** Math.max(0, failures - 1));
