/**
 * A free text as it is stored: without marks of direction and of width nought, which nobody typed. Joiners stay: they are
 * letters' own in Persian and Hindi.
 */
const unseen = /[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u00AD]/g;
const hardSpaces = /[\u00A0\u202F\u2007]/g;

export const plainText = (text: string): string => text.replace(unseen, '').replace(hardSpaces, ' ').trim();
