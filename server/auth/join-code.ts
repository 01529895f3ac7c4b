/** Join codes: short enough to type, 58 bits, without characters that look alike. They are stored hashed. */
import { randomInt } from 'node:crypto';
import { hashSecret } from './secret';

/** Without 0 and O, 1, I and L, and U, which is taken for V. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const GROUP = 4;

/** A new code, as `K7MQ-2XHD-9FPT`. */
export function newJoinCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return (letters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}

/** The code that a person typed, without case, hyphens and spaces; of a whole address as the QR holds it, the code alone. */
export const normalJoinCode = (typed: string): string =>
  typed
    .replace(/^.*#code=/i, '')
    .toUpperCase()
    .replace(/[\s-]/g, '');

/** The hash of a code, under which it is stored and looked up. */
export const hashJoinCode = (typed: string): string => hashSecret(normalJoinCode(typed));
