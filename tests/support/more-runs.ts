/**
 * `WAYPOST_RUNS=20`: every property test makes twenty times as many runs as it says, and every seeded one plays twenty times as many seeds,
 * none of them those of other days. A failure prints its seed. (`npm run test:long` has a part of it.)
 */
import { randomInt } from 'node:crypto';

/** How many times as many. */
export const MORE_RUNS = Number(process.env['WAYPOST_RUNS'] ?? 1);

/** As many seeds, always the same; with more runs others. */
export function seeds(count: number): number[] {
  const first = MORE_RUNS === 1 ? 1 : randomInt(2 ** 31);
  return Array.from({ length: count * MORE_RUNS }, (_, index) => first + index);
}
