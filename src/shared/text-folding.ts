/** One folding of numbers, codes and words, so that search, scan, forms and rules find a text that is written in another way. */

/** Unicode has the ten digits of each script in a row, from zero to nine. */
const digit = /\p{Nd}/gu;
const isDigit = /^\p{Nd}$/u;

/** The digits of any script as 0 to 9; everything else stays. */
export const latinDigits = (text: string): string =>
  text.replace(digit, (character) => {
    if (character >= '0' && character <= '9') return character;
    const code = character.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && isDigit.test(String.fromCodePoint(code - value - 1))) value++;
    return String(blockOf(code, value));
  });

/** Two scripts stand side by side only where a block begins at a multiple of ten from the first (mathematical digits). */
const blockOf = (code: number, counted: number): number =>
  code >= 0x1d7ce && code <= 0x1d7ff ? (code - 0x1d7ce) % 10 : counted;

/** Marks that nobody sees: direction marks, joiners, soft hyphens. */
const unseen = /\p{Cf}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164/gu;
const dashes = /[\p{Pd}\u2212\u02d7\u2043]/gu;

/** A number or code without differences that nobody sees: width, direction marks, kinds of dashes and digits. Capitals stay. */
export const plainCode = (text: string): string =>
  latinDigits(text.normalize('NFKC').replace(unseen, '')).replace(dashes, '-').replace(/\s+/g, ' ').trim();

/** The key for comparing codes: two codes with one key are one number to a person. */
export const codeKey = (text: string): string => plainCode(text).toLowerCase().replace(/ ?- ?/g, '-');

/** Letters that people write for one another and Unicode does not join. */
const joined: Readonly<Record<string, string>> = {
  ı: 'i', ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ħ: 'h',
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ی: 'ي', ئ: 'ي', ؤ: 'و', ة: 'ه', ک: 'ك', ہ: 'ه', 'ـ': '',
}; // prettier-ignore
const joinable = new RegExp(`[${Object.keys(joined).join('')}]`, 'gu');

/** A text without such needs no more than small letters. */
const beyondAscii = /[^ -~\s]/;

/** A text as it is searched: small letters without marks, in any script. */
export function searchKey(text: string): string {
  if (!beyondAscii.test(text)) return text.toLowerCase();
  return latinDigits(text.normalize('NFKD').replace(/\p{M}/gu, '').replace(unseen, ''))
    .replace(dashes, '-')
    .toLowerCase()
    .replace(joinable, (letter) => joined[letter] ?? letter);
}
