// Numbers as people write them, against numbers that Intl wrote.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberColumn, readNumber } from './number-column';
import { numberShape } from './number-shape';

test.each([
  ['1250', 1250],
  ['12.5', 12.5],
  ['12,5', 12.5],
  ['1,250.5', 1250.5],
  ['1.250,5', 1250.5],
  ['1 250,5', 1250.5],
  ['1\u00A0250', 1250],
  ['1\u202F250,5', 1250.5],
  ["1'250.5", 1250.5],
  ['1’250', 1250],
  ['1,250,000', 1_250_000],
  ['1.250.000', 1_250_000],
  ['1,25,000', 125_000],
  ['12,34,56,789.5', 123_456_789.5],
  ['0,250', 0.25],
  ['1250,500', 1250.5],
  ['-0,5', -0.5],
  ['−5', -5],
  ['–5', -5],
  ['+5', 5],
  ['1.25E+03', 1250],
  ['2,5e-2', 0.025],
  ['٢٥٫٦', 25.6],
  ['١٬٢٥٠٫٥', 1250.5],
  ['۱۲۵', 125],
  ['१२५०', 1250],
  ['１２５', 125],
  ['\u200E125', 125],
  ['.5', 0.5],
])('%s is %d whatever the column', (text, value) => {
  expect(numberShape(text)).toMatchObject({ kind: 'one', value });
});

test.each([
  '',
  '-',
  'many',
  '12,',
  '1,2,3',
  '12.5.1',
  '--1',
  '1,25,000.5.0',
  '12 34',
  '25.5 L',
  '1.250,500.5',
  '0,250,000',
])('%s is no number', (text) => expect(numberShape(text)).toBeUndefined());

test('a mark with three digits after it can mean two numbers', () => {
  expect(numberShape('1,250')).toEqual({ kind: 'either', ifPoint: 1250, ifComma: 1.25 });
  expect(numberShape('-12.500')).toEqual({ kind: 'either', ifPoint: -12.5, ifComma: -12500 });
});

describe('a column settles it, or waits', () => {
  test('one cell that can mean one thing only settles all', () => {
    expect(numberColumn(['1,250', '99.5'])).toEqual({ mark: '.', waiting: 0 });
    expect(numberColumn(['1,250', '99,5'])).toEqual({ mark: ',', waiting: 0 });
  });

  test('cells that contradict each other, or none at all, leave it open', () => {
    expect(numberColumn(['1,250', '99,5', '1,250.5'])).toEqual({ waiting: 1 });
    expect(numberColumn(['1,250', '2,500', '1000'])).toEqual({ waiting: 2 });
    expect(readNumber('1,250', undefined)).toBe('waits');
  });

  test('a person settles it', () => {
    expect(numberColumn(['1,250'], '.')).toEqual({ mark: '.', waiting: 0 });
    expect(readNumber('1,250', '.')).toEqual({ value: 1250 });
    expect(readNumber('1,250', ',')).toEqual({ value: 1.25 });
  });
});

/** Languages whose ways to write numbers differ: points, commas, spaces, apostrophes, India's groups, three scripts of digits. */
const locales = [
  'en-US',
  'de-DE',
  'fr-FR',
  'pt-PT',
  'es-ES',
  'de-CH',
  'en-IN',
  'hi-IN',
  'ar-EG',
  'fa-IR',
  'ne-NP',
];
const value = fc.integer({ min: -99_999_999, max: 99_999_999 }).map((whole) => whole / 100);

test('a column written in one language is read as what it is, or not at all', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...locales),
      fc.array(value, { minLength: 1, maxLength: 20 }),
      (locale, values) => {
        const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
        const texts = values.map((one) => format.format(one));
        const { mark } = numberColumn(texts);
        for (const [at, text] of texts.entries()) {
          const read = readNumber(text, mark);
          // never another value: an unsettled number waits
          if (read !== 'waits') expect([text, read]).toEqual([text, { value: values[at] }]);
          else expect(mark).toBeUndefined();
        }
      },
    ),
    { numRuns: 500 },
  );
});
