/**
 * Names, numbers and codes keep to themselves in a line of another direction. Without this, a Latin model, a serial number and
 * a place that follow one another in Arabic are read in the wrong order, and their brackets and dashes turn round.
 */
type Direction = 'ltr' | 'rtl';

/** Begins a run whose direction is that of its own first letter; ends it. */
const [FIRST_STRONG, END] = ['\u2068', '\u2069'];

/** Letters that run from right to left: Hebrew, Arabic, Syriac, Thaana, NKo and their presentation forms. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** The text as it can stand in a line of that direction. A text that cannot be jumbled stays as it is. */
export const isolate = (text: string, line: Direction): string =>
  text === '' || (line === 'ltr' && !rightToLeft.test(text)) ? text : `${FIRST_STRONG}${text}${END}`;
