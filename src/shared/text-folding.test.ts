import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeKey, latinDigits, plainCode, searchKey } from './text-folding';

describe('digits of any script', () => {
  test.each([
    ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
    ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
    ['०१२३४५६७८९', '0123456789'],
    ['๐๑๒๓๔๕๖๗๘๙', '0123456789'],
    ['０１２３４５６７８９', '0123456789'],
    ['𝟎𝟗𝟘𝟡𝟢𝟫𝟬𝟵𝟶𝟿', '0909090909'],
    ['RDG-٠٠١', 'RDG-001'],
    ['²½', '²½'],
  ])('%s is %s', (text, expected) => expect(latinDigits(text)).toBe(expected));

  test('each decimal digit of Unicode has the value that the engine’s own number format gives it', () => {
    const systems = ['arab', 'arabext', 'beng', 'deva', 'fullwide', 'gujr', 'guru', 'khmr', 'knda', 'laoo', 'mlym', 'mong', 'mymr', 'nkoo', 'orya', 'tamldec', 'telu', 'thai', 'tibt', 'adlm', 'mathbold', 'mathmono', 'olck', 'cham']; // prettier-ignore
    fc.assert(
      fc.property(fc.constantFrom(...systems), fc.nat(), (system, value) => {
        const written = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false }).format(value);
        expect(latinDigits(written)).toBe(String(value));
      }),
    );
  });
});

test('numbers that look alike are one', () => {
  for (const text of ['hc1-007', 'HC1\u2011007', 'HC1\u2013007', 'HC1-007\u200e', 'ＨＣ１-007', 'HC1 - 007', ' HC1-٠٠٧ ', 'HC1\u00ad-007', 'HC1\u2212007'])
    expect(codeKey(text)).toBe('hc1-007'); // prettier-ignore
  expect(codeKey('HC1-07')).not.toBe(codeKey('HC1-007'));
  expect(plainCode('Hc1\u2011007\u200e')).toBe('Hc1-007');
});

describe('a search finds', () => {
  test.each([
    ['ilac', 'İlaç'],
    ['isik', 'IŞIK'],
    ['refrigeration', 'Réfrigération'],
    ['REFRIGERATION', 'réfrigération'],
    ['غرفة', 'غُرْفَةُ'],
    ['احمد', 'أحمد'],
    ['lodz', 'Łódź'],
    ['rdg-001', 'RDG\u2011٠٠١'],
  ])('%s in %s', (typed, written) => expect(searchKey(written)).toContain(searchKey(typed)));

  test('whatever it was given, folded twice is folded once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(searchKey(searchKey(text))).toBe(searchKey(text));
        expect(codeKey(codeKey(text))).toBe(codeKey(text));
      }),
    );
  });
});
