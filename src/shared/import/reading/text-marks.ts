/** The marks that a spreadsheet leaves on texts that look like something else, and the texts that it writes where a formula failed. */
import { isDayCell, textOfCell, type Cell } from '../../spreadsheet/cell';
import { monthNamed } from '../../spreadsheet/dates/month-names';
import { latinDigits } from '../../text-folding';
import type { IssueCode } from '../import-issue';

/** Error texts in any language: `#VALUE!`, `#WERT!`, `#¿NOMBRE?`, `#DIV/0!`, `#ЗНАЧ!`. */
const errorCell = /^#[¡¿]?\p{L}[\p{L}_.]*(?:\/\p{L}|\/0)?[!?]$/u;
/** Error texts that end otherwise. */
const errorCells = new Set(
  '#N/A #N/D #NV #ND #Н/Д #YOK #HIÁNYZIK #BRAK #DIV/0 #GETTING_DATA Err:502 Err:504 Err:508 Err:509'.split(
    ' ',
  ),
);

/** The issue of a text that a spreadsheet wrote in place of a value, in a column of any kind. */
export function failedCell(text: string): IssueCode | undefined {
  if (errorCell.test(text) || errorCells.has(text.toUpperCase()) || errorCells.has(text)) return 'error-cell';
  return /^#{3,}$/.test(text) ? 'cut-number' : undefined;
}

const exponent = /^[+-]?\d+(?:[.,]\d+)?E[+-]\d{1,3}$/i;
const dayAndMonth = /^(?:\d{1,2}[-/ ](\p{L}+)\.?|(\p{L}+)\.?[-/ ]\d{1,2})$/u;

/** As spreadsheets of the app's languages, and German ones, write yes and no: no maker's plate bears these words. */
const yesNo = new Set('TRUE FALSE VRAI FAUX VERDADERO FALSO VERDADEIRO WAHR FALSCH صحيح صواب خطأ'.split(' '));

/**
 * Letters that a program could not read and replaced, or that it took for those of another encoding and saved so: `RÃ©fri` was Réfri,
 * `â€™` an apostrophe, `Ø§Ù„` Arabic. Signs that may well follow such a letter in a sound text (quotation marks, blanks) do not count.
 */
const lostLetters =
  /\uFFFD|[ÃÂ][\u0081-\u009F\u00A1-\u00AA\u00AC-\u00BA\u00BC-\u00BF‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ€]|â€[™œ\u009D“¦]|(?:[ØÙ][^\p{L}\p{N}\s]){2}/u;

/** The mark of a spreadsheet on a cell of text. Digits beyond the fifteenth are zeros to a spreadsheet. */
export function textMark(cell: Cell, isIdentity: boolean): IssueCode | undefined {
  if (isDayCell(cell)) return 'was-date';
  if (typeof cell === 'boolean') return 'was-yes-no';
  return markOfText(latinDigits(textOfCell(cell)), isIdentity);
}

function markOfText(text: string, isIdentity: boolean): IssueCode | undefined {
  if (lostLetters.test(text)) return 'lost-letters';
  if (isIdentity && yesNo.has(text)) return 'was-yes-no';
  if (exponent.test(text)) return isIdentity ? 'shortened-number' : 'short-form';
  if (/^\d{16,}$/.test(text)) return 'long-number';
  const named = dayAndMonth.exec(text);
  return monthNamed(named?.[1] ?? named?.[2] ?? '') === undefined ? undefined : 'short-form';
}

/** A date that nobody means: a slip of a key in its year. */
export function isFarDay(day: string, now: number): boolean {
  const year = Number(day.slice(0, 4));
  const thisYear = new Date(now).getUTCFullYear();
  return year < thisYear - 60 || year > thisYear + 40;
}
