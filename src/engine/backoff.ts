/** How long to wait before the next try: full jitter, so that 150 devices cut off together do not come back together. */
export const LONGEST_WAIT_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const SHORTEST_WAIT_MS = 250;

/** Milliseconds after the given number of failures in a row (1, 2, 3 …). */
export function backoff(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return SHORTEST_WAIT_MS + Math.floor(random * (ceiling - SHORTEST_WAIT_MS));
}
