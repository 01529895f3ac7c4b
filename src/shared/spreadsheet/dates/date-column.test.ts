// Dates as people write them, against dates that Intl wrote.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateColumn, readDate } from './date-column';
import { dateShape } from './date-shape';

const day = '2024-12-31';

test.each([
  ...['2024-12-31', '31/12/2024', '12/31/2024', '31.12.2024', '31-12-2024', '31 12 2024', '31. 12. 2024'],
  ...['2024/12/31', '2024.12.31', '20241231', '45657', '45657.5', '31-Dec-2024', '31 December 2024'],
  ...['Dec 31, 2024', 'December 31st 2024', '31 déc. 2024', '31/dez/2024', '31 de diciembre de 2024'],
  ...['31 de dezembro de 2024', '31 ديسمبر 2024', '٣١ ديسمبر ٢٠٢٤', '31 كانون الأول 2024', '٢٠٢٤-١٢-٣١'],
  ...['31/12/2024 08:00:00', '2024-12-31T08:00:00Z', '2024-12-31T23:30:00.000+03:00', '12/31/2024 8:05 PM'],
  ...['31\u200E/12/2024', '31\u201012\u20102024', '31−12−2024', '２０２４-12-31'],
])('%s is the last day of 2024', (text) => {
  expect(dateShape(text)).toMatchObject({ kind: 'day', day });
});

test.each([
  ['2015', 'only-year'],
  ['2024.5', 'only-year'],
  ['2024-12', 'only-month'],
  ['12/2024', 'only-month'],
  ['Dec 2024', 'only-month'],
  ['décembre 2024', 'only-month'],
  ['31-12-24', 'short-year'],
  ['31-Dec-24', 'short-year'],
  ['2024-02-30', 'no-date'],
  ['31/04/2024', 'no-date'],
  ['29 February 2023', 'no-date'],
  ['15', 'no-date'],
  ['122024', 'no-date'],
  ['31122024', 'no-date'],
  ['0', 'no-date'],
  ['soon', 'no-date'],
  ['', 'no-date'],
])('%s is no day: %s', (text, because) => {
  expect(dateShape(text)).toEqual({ kind: 'none', because });
});

test('a bare number is counted from the beginning of its workbook', () => {
  expect(readDate('45292', undefined, false)).toEqual({ day: '2024-01-01' });
  expect(readDate('43830', undefined, true)).toEqual({ day: '2024-01-01' });
});

describe('a column settles the order, or waits', () => {
  test('one date that can be read in one order only settles all', () => {
    expect(dateColumn(['01/02/2021', '31/12/2020'])).toEqual({ order: 'day-first', waiting: 0 });
    expect(dateColumn(['01/02/2021', '12/31/2020'])).toEqual({ order: 'month-first', waiting: 0 });
    expect(readDate('01/02/2021', 'month-first')).toEqual({ day: '2021-01-02' });
  });

  test('nothing settles it', () => {
    expect(dateColumn(['01/02/2021', '06/07/2023'])).toEqual({ waiting: 2 });
    expect(dateColumn(['01/02/2021', '31/12/2020', '12/31/2020'])).toEqual({ waiting: 3 });
    expect(readDate('01/02/2021', undefined)).toEqual({ because: 'waits' });
  });

  test('a day and a month that are the same number settle nothing and need nothing', () => {
    expect(dateColumn(['05/05/2021'])).toEqual({ waiting: 0 });
    expect(readDate('05/05/2021', undefined)).toEqual({ day: '2021-05-05' });
  });
});

const days = fc
  .date({ min: new Date('1931-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const formats: readonly [string, Intl.DateTimeFormatOptions][] = [
  ...['en-GB', 'en-US', 'fr-FR', 'es-ES', 'pt-PT', 'pt-BR', 'ar-EG', 'ar-SY', 'de-DE', 'fr-CA', 'hi-IN'].map(
    (locale): [string, Intl.DateTimeFormatOptions] => [
      locale,
      { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' },
    ],
  ),
  ...['en-GB', 'en-US', 'fr-FR', 'es-ES', 'pt-PT', 'ar-EG', 'ar-SY'].flatMap((locale) =>
    (['long', 'short'] as const).map((month): [string, Intl.DateTimeFormatOptions] => [
      locale,
      { day: 'numeric', month, year: 'numeric', timeZone: 'UTC' },
    ]),
  ),
];

test('a column written in one language is read as what it is, or not at all', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...formats),
      fc.array(days, { minLength: 1, maxLength: 12 }),
      ([locale, options], written) => {
        const format = new Intl.DateTimeFormat(locale, { calendar: 'gregory', ...options });
        const texts = written.map((one) => format.format(new Date(`${one}T00:00:00Z`)));
        const { order } = dateColumn(texts);
        for (const [at, text] of texts.entries()) {
          const read = readDate(text, order);
          if ('day' in read) expect([locale, text, read.day]).toEqual([locale, text, written[at]]);
          else expect([locale, text, read.because]).toEqual([locale, text, 'waits']);
        }
      },
    ),
    { numRuns: 800 },
  );
});
