/**
 * Compares the texts that tell one thing from another: numbers on plates, serials, codes. Unseen marks, full-width letters and
 * the many hyphens come along when such a text is copied. They must never make another number of it.
 */
import { latinDigits } from './text-folding';
import { invisible } from './spreadsheet/invisible';

const fullWidth = /[\uFF01-\uFF5E]/g;
const spaces = /[\s\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]+/g;

/** As it is stored: the text that a person sees, in plain letters. */
export const plainIdentity = (text: string): string =>
  text
    .replace(invisible, '')
    .replace(fullWidth, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(spaces, ' ')
    .trim();

/** One text for all that people would take for the same number. */
export const identityKey = (text: string): string =>
  latinDigits(plainIdentity(text))
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-_]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** The same for numbers that differ in their leading zeros only: 007 and 7 are often one, but a person has to say so. */
export const looseKey = (text: string): string => identityKey(text).replace(/(?<!\d)0+(?=\d)/g, '');
