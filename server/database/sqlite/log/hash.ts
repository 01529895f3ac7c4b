/** A 64-bit hash of a text, as two numbers of 32 bits. It begins otherwise in each process, and whoever finds a hash compares the text itself. */
import { randomInt } from 'node:crypto';

const seedA = randomInt(2 ** 32);
const seedB = randomInt(2 ** 32);

/** Filled by `hashOf`; read before it is called again. */
export const hashed = { high: 0, low: 0 };

export function hashOf(text: string): void {
  let a = seedA;
  let b = seedB;
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
