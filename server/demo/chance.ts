/** Chance that is the same at every run, so that every demo country looks alike. */
export interface Chance {
  /** from 0 up to 1 */
  next(): number;
  /** a whole number of `min` to `max` */
  whole(min: number, max: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
}

/** A small generator (mulberry32); good enough for a demo, for nothing else. */
export function chance(seed: number): Chance {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return { next, whole, pick: (from) => from[whole(0, from.length - 1)] ?? from[0] };
}
