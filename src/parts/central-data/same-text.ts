/** Whether two texts say the same to a person: case, accents and spaces aside. */
const marks = /\p{Diacritic}/gu;

export const folded = (text: string): string =>
  text.normalize('NFKD').replace(marks, '').toLowerCase().replace(/\s+/g, ' ').trim();

export const sameText = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && folded(a) === folded(b);
