/** Join codes: short enough to type, 58 bits, without characters that look alike. They are stored hashed. */
import { randomInt } from 'node:crypto';
import { latinDigits } from '#shared/text-folding';
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

/**
 * The code that a person typed, in the digits and the width of their keyboard, without case and without the signs between its letters,
 * whatever dashes these became; of a whole address as the QR holds it, the code alone.
 */
export const normalJoinCode = (typed: string): string =>
  latinDigits(typed.replace(/^.*#code=/i, '').normalize('NFKC'))
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');

/** The hash of a code, under which it is stored and looked up. */
export const hashJoinCode = (typed: string): string => hashSecret(normalJoinCode(typed));
