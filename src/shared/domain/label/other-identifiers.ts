/**
 * The GS1 application identifiers that say nothing about equipment. Only their length matters, so that the text after them is
 * read right (facts: GS1 General Specifications, figure 3.2-1). An identifier that is not here does not exist.
 */
import type { Identifier } from './identifiers';

interface Lengths {
  pattern: RegExp;
  length: number;
  variable?: true;
  letters?: true;
}

const all: readonly Lengths[] = [
  { pattern: /^00$/, length: 18 },
  { pattern: /^0[23]$/, length: 14 },
  { pattern: /^1[2356]$/, length: 6 },
  { pattern: /^20$/, length: 2 },
  { pattern: /^(?:30|37)$/, length: 8, variable: true },
  { pattern: /^242$/, length: 6, variable: true },
  { pattern: /^253$/, length: 30, variable: true, letters: true },
  { pattern: /^255$/, length: 25, variable: true },
  { pattern: /^3(?:1[0-6]|[24][0-9]|3[0-7]|5[0-7]|6[0-9])[0-5]$/, length: 6 },
  { pattern: /^39[0-3]\d$/, length: 18, variable: true },
  { pattern: /^394[0-3]$/, length: 4 },
  { pattern: /^395[0-5]$/, length: 6 },
  { pattern: /^402$/, length: 17 },
  { pattern: /^41[0-35-7]$/, length: 13 },
  { pattern: /^42[246]$/, length: 3 },
  { pattern: /^42[35]$/, length: 15, variable: true },
  { pattern: /^432[1-3]$/, length: 1 },
  { pattern: /^432[45]$/, length: 10 },
  { pattern: /^4326$/, length: 6 },
  { pattern: /^4309$/, length: 20 },
  { pattern: /^43(?:[01]\d|20|3[0-3])$/, length: 70, variable: true, letters: true },
  { pattern: /^7001$/, length: 13 },
  { pattern: /^7003$/, length: 10 },
  { pattern: /^7004$/, length: 4, variable: true },
  { pattern: /^7006$/, length: 6 },
  { pattern: /^70(?:07|11)$/, length: 12, variable: true },
  { pattern: /^8001$/, length: 14 },
  { pattern: /^8005$/, length: 6 },
  { pattern: /^80(?:06|26)$/, length: 18 },
  { pattern: /^801[78]$/, length: 18 },
  { pattern: /^8111$/, length: 4 },
  { pattern: /^235$/, length: 28, variable: true, letters: true },
  { pattern: /^(?:243|251|254|40[013]|42[017]|71[0-7])$/, length: 30, variable: true, letters: true },
  { pattern: /^70(?:02|05|08|09|10|2[0-3]|3\d|4[01])$/, length: 30, variable: true, letters: true },
  { pattern: /^72(?:3\d|4[0-2]|5\d)$/, length: 90, variable: true, letters: true },
  { pattern: /^8(?:00[2789]|01[0-29]|020|030|110|112|200)$/, length: 90, variable: true, letters: true },
  { pattern: /^9[3-9]$/, length: 90, variable: true, letters: true },
];

/** The lengths of one of them; undefined where GS1 has no such identifier. */
export function otherIdentifier(ai: string): Identifier | undefined {
  const found = all.find(({ pattern }) => pattern.test(ai));
  return (
    found && {
      name: 'other',
      length: found.length,
      variable: found.variable ?? false,
      digitsOnly: !found.letters,
    }
  );
}
