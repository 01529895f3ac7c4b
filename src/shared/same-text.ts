/** Compares two texts as a person reads them: capitals, accents and spaces make no difference. */

/** The accents of Latin, Greek and Cyrillic. The marks of other scripts are vowels and tones, which tell words apart. */
const accents = /[\u0300-\u036f]/g;

export const foldCase = (text: string): string =>
  text.normalize('NFKD').replace(accents, '').toLowerCase().replace(/\s+/g, ' ').trim();
