import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTypedNumber, understood, writeTypedNumber } from './typed-number';

const languages = ['en', 'fr', 'es', 'pt', 'ar'];

describe('a number that was typed', () => {
  test.each([
    ['en', '1,000', 1000],
    ['en', '1,250', 1250],
    ['en', '12,500', 12_500],
    ['en', '1,250.5', 1250.5],
    ['en', '1.250', 1.25],
    ['en', '25,6', 25.6],
    ['en', '0,250', 0.25],
    ['en', '1,25,000', 125_000],
    ['en', '1,250,000', 1_250_000],
    ['en', '1.250,5', 1250.5],
    ['fr', '1 250', 1250],
    ['fr', '12\u202f500', 12_500],
    ['fr', '1.250', 1250],
    ['fr', '1,250', 1.25],
    ['fr', "1'250", 1250],
    ['es', '12.500', 12_500],
    ['pt', '1.250,5', 1250.5],
    ['ar', '١٢٥٠', 1250],
    ['ar', '٢٥٫٦', 25.6],
    ['ar', '١٬٢٥٠', 1250],
    ['ar', '۱۲۵', 125],
    ['en', '१२५', 125],
    ['en', '\u22125', -5],
    ['en', '.5', 0.5],
  ])('in %s %s is %d', (locale, text, expected) => expect(readTypedNumber(text, locale)).toBe(expected));

  test.each(['', 'x', '1,2,3', '1.2.3', '1,250.5.5', '1..5', '12 3 x', '1e5', '--5', '1,0000,000'])(
    '%j is none',
    (text) => expect(readTypedNumber(text, 'en')).toBeUndefined(),
  );

  test('is read back as it was written, in every language', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...languages),
        fc.integer({ min: -1e9, max: 1e9 }),
        (locale, thousandths) => {
          const value = thousandths / 1000;
          expect(readTypedNumber(writeTypedNumber(value, locale), locale)).toBe(value === 0 ? 0 : value);
          const shown = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value);
          expect(readTypedNumber(shown, locale)).toBe(value === 0 ? 0 : value);
        },
      ),
    );
  });
});

test('what was understood is said where the text does not say it itself', () => {
  const plain = (locale: string) => (value: number) =>
    new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 }).format(value);
  expect(understood('1,250', plain('en'), 'en')).toBe('1250');
  expect(understood('1.250', plain('fr'), 'fr')).toBe('1250');
  expect(understood('25,6', plain('en'), 'en')).toBe('25.6');
  expect(understood('٢٥٫٦', plain('en'), 'en')).toBe('25.6');
  expect(understood('١٢٥٠', plain('ar-EG'), 'ar')).toBeUndefined();
  expect(understood('25.6', plain('en'), 'en')).toBeUndefined();
  expect(understood('25,6', plain('fr'), 'fr')).toBeUndefined();
  expect(understood('many', plain('en'), 'en')).toBeUndefined();
});
