/**
 * Checks that words read as Windows-1252 can only be French, Spanish, Portuguese or English. The same bytes are letters of
 * Polish, Romanian or Arabic in other encodings. So a word counts only where it is spelt as those four languages spell: `año`
 * is Spanish, while `Gdañsk` would be Polish that was read wrongly. A person is asked about every word in doubt.
 */

const vowel = 'aeiouyáéíóúâêôàèãõ';
/** those that follow an è in French */
const consonant = 'bcdgjlmnpqrstvzç';

/** The letters that may stand on either side of a letter that is another letter in the encodings of neighbours. */
const spellings: readonly RegExp[] = [
  new RegExp(`ñ(?=[${vowel}])`, 'g'),
  new RegExp(`(?<![aeuáéíóâêô])è(?=[${consonant}])`, 'g'),
  /(?<=^|[^\p{L}]|[lj]|déj|voil|del)à(?=$|[^\p{L}]|s$)/gu,
  /ê(?=[tmlv](?:[^b]|$)|ch|nc|s$|nci|$)/g,
  /û(?=[tc]|re?s?$|$)/g,
  /(?<=o)ù$/g,
  /ã(?=[oe]|s?$)/g,
  /õe/g,
  /î(?=[tlnm])/g,
  /ï(?=[a-z])/g,
  /ç(?=[aouãõáéâe])/g,
  /(?<=[aoeu])ë/g,
  /í(?!e)/g,
  /[éáóúâôüöäœ]/g,
];

/** Signs that print well in those languages, where they belong. */
const signs = /^[«»¿¡“‘]+|[«»“”’€°ºª]+$|(?<=\p{L})’(?=\p{L})|(?<=\d)[°ºª€]|^[–—]$/gu;

export const isPlainWestern = (words: readonly string[]): boolean => words.every(isPlain);

function isPlain(word: string): boolean {
  const bare = word.normalize('NFC').replace(signs, '').replace(signs, '');
  const runs = bare.match(/[\p{L}\p{M}’]+/gu) ?? [];
  return !/[^\p{L}\p{M}\p{ASCII}’]/u.test(bare) && runs.every(isSpelt);
}

function isSpelt(run: string): boolean {
  if (/^\p{ASCII}*$/u.test(run)) return true;
  if (!/^(\p{Lu}?\p{Ll}*(’\p{Lu}?\p{Ll}*)?|\p{Lu}+)$/u.test(run)) return false;
  const letters = [...run];
  const foreign = letters.filter((letter) => letter > '\u007f').length;
  if (foreign > letters.length / 2 && !/^[àéÀÉ]$/.test(run)) return false;
  const left = spellings.reduce((rest, spelling) => rest.replace(spelling, 'a'), run.toLowerCase());
  return !/[\u0080-\uffff]/.test(left.replace(/’/g, ''));
}
