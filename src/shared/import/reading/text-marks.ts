/** What a spreadsheet does to texts that look like something else, and what it writes where a formula failed. */
import { isDayCell, textOfCell, type Cell } from '../../spreadsheet/cell';
import { monthNamed } from '../../spreadsheet/dates/month-names';
import { latinDigits } from '../../text-folding';
import type { IssueCode } from '../import-issue';

const errorCells = new Set(
  '#N/A #VALUE! #REF! #DIV/0! #NUM! #NAME? #NULL! #SPILL! #CALC! #GETTING_DATA #FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #BUSY! #PYTHON! Err:502 Err:504 Err:508 Err:509 #NV #NOMBRE? #¿NOMBRE? #VALEUR! #¡VALOR! #¡REF! #¡DIV/0! #¡NUM! #¡NULO! #VALOR! #N/D #NOM? #NOMBRE! #NUL! #NULO! #DIV/0 #NOME?'.split(
    ' ',
  ),
);

/** In a column of any kind: what a spreadsheet wrote in place of a value. */
export function failedCell(text: string): IssueCode | undefined {
  if (errorCells.has(text.toUpperCase()) || errorCells.has(text)) return 'error-cell';
  return /^#{3,}$/.test(text) ? 'cut-number' : undefined;
}

const exponent = /^[+-]?\d+(?:[.,]\d+)?E[+-]\d{1,3}$/i;
const dayAndMonth = /^(?:\d{1,2}[-/ ](\p{L}+)\.?|(\p{L}+)\.?[-/ ]\d{1,2})$/u;

/** In a column of text. Digits beyond the fifteenth are zeros to a spreadsheet. */
export function textMark(cell: Cell, isIdentity: boolean): IssueCode | undefined {
  if (isDayCell(cell)) return 'was-date';
  if (typeof cell === 'boolean') return 'was-yes-no';
  const text = latinDigits(textOfCell(cell));
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
