/**
 * A 64-bit hash of a text, as two numbers of 32 bits. It begins otherwise in each database, and a caller that finds a hash compares the
 * text itself.
 */
import { randomInt } from 'node:crypto';

/** The beginning of a hash: nobody outside may know it, or they could make texts that share one. */
export type Seed = readonly [a: number, b: number];

export const newSeed = (): Seed => [randomInt(2 ** 32), randomInt(2 ** 32)];

/** Filled by `hashOf`; read before it is called again. */
export const hashed = { high: 0, low: 0 };

export function hashOf(text: string, seed: Seed): void {
  let [a, b] = seed;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  hashed.high = a >>> 0;
  hashed.low = b >>> 0;
}
