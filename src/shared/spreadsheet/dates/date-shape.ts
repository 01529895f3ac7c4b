/** The meaning of a written date: one day, or two where day and month could be either, or the reason why it is none. */
import { latinDigits } from '../../text-folding';
import { invisible } from '../invisible';
import { calendarDay, dayOfNumber } from './calendar-day';
import { monthNamed } from './month-names';

export type DateOrder = 'day-first' | 'month-first';

export type DateShape =
  /** `proves`: the order that the column must have for it to be a date */
  | { kind: 'day'; day: string; proves?: DateOrder }
  | { kind: 'either'; dayFirst: string; monthFirst: string }
  | { kind: 'none'; because: 'only-year' | 'only-month' | 'short-year' | 'no-date' };

const none = (because: 'only-year' | 'only-month' | 'short-year' | 'no-date'): DateShape => ({
  kind: 'none',
  because,
});
const toDay = (day: string | undefined): DateShape =>
  day === undefined ? none('no-date') : { kind: 'day', day };

const time =
  /[T\s,]+\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?\s?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

/** `from1904`: how the workbook counts bare numbers. */
export function dateShape(text: string, from1904 = false): DateShape {
  const plain = latinDigits(text.replace(invisible, ''))
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212\u2044]/gu, (sign) => (sign === '\u2044' ? '/' : '-'))
    .replace(/[\u060C\u066B]/g, ',')
    .trim()
    .replace(time, '');
  return /^\d+([.,]\d+)?$/.test(plain) ? bareNumber(plain, from1904) : (inDigits(plain) ?? inWords(plain));
}

/** Reads a bare number, of a number cell too: a day as spreadsheets count them, or a date that is written together. */
export function bareNumber(text: string, from1904: boolean): DateShape {
  const together = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (together) return toDay(calendarDay(Number(together[1]), Number(together[2]), Number(together[3])));
  const number = Number(text.replace(',', '.'));
  if (number >= 1900 && number < 2101) return none('only-year');
  return toDay(dayOfNumber(number, from1904));
}

const gap = '\\s*[-/. ]\\s*';
const yearFirst = new RegExp(`^(\\d{4})${gap}(\\d{1,2})${gap}(\\d{1,2})\\.?$`);
const yearLast = new RegExp(`^(\\d{1,2})${gap}(\\d{1,2})${gap}(\\d{4}|\\d{2})\\.?$`);
const twoNumbers = new RegExp(`^(?:\\d{4}${gap}\\d{1,2}|\\d{1,2}${gap}\\d{4})$`);

function inDigits(text: string): DateShape | undefined {
  const [, year, month, day] = yearFirst.exec(text) ?? [];
  if (year !== undefined) return toDay(calendarDay(Number(year), Number(month), Number(day)));
  if (twoNumbers.test(text)) return none('only-month');
  const [, first, second, last = ''] = yearLast.exec(text) ?? [];
  if (first === undefined) return undefined;
  return last.length === 2 ? none('short-year') : inEitherOrder(Number(first), Number(second), Number(last));
}

function inEitherOrder(first: number, second: number, year: number): DateShape {
  const dayFirst = calendarDay(year, second, first);
  const monthFirst = calendarDay(year, first, second);
  if (dayFirst === undefined && monthFirst === undefined) return none('no-date');
  if (dayFirst === undefined) return { kind: 'day', day: monthFirst ?? '', proves: 'month-first' };
  if (monthFirst === undefined) return { kind: 'day', day: dayFirst, proves: 'day-first' };
  return dayFirst === monthFirst ? { kind: 'day', day: dayFirst } : { kind: 'either', dayFirst, monthFirst };
}

const dayOfMonth = '(\\d{1,2})(?:st|nd|rd|th|er|re|º|ª|o|\\.)?';
const monthName = '([\\p{L}\\p{M}]+(?:\\s+[\\p{L}\\p{M}]+)?)\\.?';
const between = '(?:\\s*[-/., ]\\s*|\\s+)(?:de\\s+|del\\s+|of\\s+)?';
/** `de` between day, month and year, taken for a part of the month's name. */
const link = /^(?:del?|of)\s+|\s+(?:del?|of)$/giu;
const patterns: readonly { pattern: RegExp; at: readonly [number, number, number] }[] = [
  {
    pattern: new RegExp(`^${dayOfMonth}${between}${monthName}${between}(\\d{4}|\\d{2})$`, 'iu'),
    at: [3, 2, 1],
  },
  {
    pattern: new RegExp(`^${monthName}${between}${dayOfMonth}${between}(\\d{4}|\\d{2})$`, 'iu'),
    at: [3, 1, 2],
  },
  { pattern: new RegExp(`^(\\d{4})${between}${monthName}${between}${dayOfMonth}$`, 'iu'), at: [1, 2, 3] },
];
const monthAndYear = new RegExp(`^(?:${monthName}${between}\\d{4}|\\d{4}${between}${monthName})$`, 'iu');

function inWords(text: string): DateShape {
  const found = patterns.flatMap(({ pattern, at }) => namedDay(pattern.exec(text), at) ?? []);
  if (found[0]) return found[0];
  const named = monthAndYear.exec(text);
  return monthOf(named?.[1] ?? named?.[2]) === undefined ? none('no-date') : none('only-month');
}

const monthOf = (name = ''): number | undefined => monthNamed(name.replace(link, ''));

/** `at`: where the year, the month and the day stand in the pattern. */
function namedDay(
  found: RegExpExecArray | null,
  at: readonly [number, number, number],
): DateShape | undefined {
  const [year = '', name, day] = at.map((place) => found?.[place]);
  const month = monthOf(name);
  if (month === undefined) return undefined;
  return year.length === 2 ? none('short-year') : toDay(calendarDay(Number(year), month, Number(day)));
}
