import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasCheckDigit, readElements } from './gs1';
import { readDate, readLabel } from './label';
import { ownLabel, readOwnLabel } from './own-label';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const GS = '\u001d';
const GTIN = '04006381333931';

const read = (text: string) => {
  const label = readLabel(text, NOW);
  return label.ok ? label.value : label.issues[0]?.code;
};

describe('a label as a scanner sends it', () => {
  const body = `01${GTIN}21SN-44${GS}11240300240E003/007${GS}91240301-290228`;

  test.each([
    ['], DataMatrix', ']d2'],
    ['], QR', ']Q3'],
    ['], Code 128', ']C1'],
    ['no prefix', ''],
    ['a byte-order mark', '\ufeff'],
    ['a byte-order mark of the code itself', ']Q3\ufeff'],
    ['a leading FNC1', GS],
  ])('with %s', (_name, prefix) => {
    expect(read(prefix + body)).toMatchObject({
      gtin: GTIN,
      serialNumber: 'SN-44',
      productionDate: '2024-03-01',
      productCodes: ['E003/007'],
      warrantyStart: '2024-03-01',
      warrantyEnd: '2029-02-28',
    });
  });

  test('identifiers we do not use are passed over by their length', () => {
    expect(read(`00${'1'.repeat(18)}37${'25'}${GS}21A`)).toMatchObject({ serialNumber: 'A' });
  });
});

test('a label as a person reads it, brackets inside values too', () => {
  expect(read(`(01)${GTIN} (21)A(9)B (8013)MK 304 (92){"u":"x(1)"}`)).toMatchObject({
    gtin: GTIN,
    serialNumber: 'A(9)B',
    modelNumber: 'MK 304',
    links: '{"u":"x(1)"}',
  });
});

test('dimensions are centimetres, by the decimals in the identifier', () => {
  expect(read('311100012331210000843131000099')).toMatchObject({
    dimensions: { length: 1230, width: 840, height: 990 },
  });
});

describe('what is wrong is said', () => {
  test.each([
    ['', 'label-empty'],
    ['hello', 'label-not-gs1'],
    ['https://example.org', 'label-not-gs1'],
    [`01${GTIN.slice(0, 9)}`, 'label-cut-off'],
    ['0104006381333932', 'label-bad-check-digit'],
    ['11ABCDEF', 'label-bad-value'],
    [`21${'x'.repeat(21)}`, 'label-bad-value'],
    ['(21)', 'label-cut-off'],
    ['x'.repeat(3000), 'label-not-gs1'],
  ])('%j', (text, code) => {
    expect(read(text)).toBe(code);
  });

  test('whatever is scanned, nothing is thrown', () => {
    const pieces = fc.constantFrom(
      '01',
      '21',
      '(',
      ')',
      GS,
      ']d2',
      '91',
      '3111',
      'é',
      '0',
      '9',
      '99',
      '{',
      '\ufeff',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), (parts) => {
        readLabel(parts.join(''), NOW);
      }),
      { numRuns: 3000 },
    );
  });

  test('what was put together is read back', () => {
    const value = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/);
    fc.assert(
      fc.property(value, value, (serial, batch) => {
        const elements = readElements(`]d201${GTIN}10${batch}${GS}21${serial}`);
        expect(elements.ok && elements.value.elements.map((element) => element.value)).toEqual([
          GTIN,
          batch,
          serial,
        ]);
      }),
    );
  });
});

describe('dates', () => {
  test.each([
    ['260200', 'first', '2026-02-01'],
    ['260200', 'last', '2026-02-28'],
    ['760101', 'first', '2076-01-01'],
    ['770101', 'first', '1977-01-01'],
    ['261301', 'first', undefined],
    ['260230', 'first', undefined],
  ] as const)('%s, open days the %s', (text, openDay, expected) => {
    expect(readDate(text, NOW, openDay)).toBe(expected);
  });
});

test.each(['9506000134352', '00012345600012', '4006381333931'])('%s has a right check digit', (digits) => {
  expect(hasCheckDigit(digits)).toBe(true);
});

test('our own label holds the id of the asset', () => {
  expect(readOwnLabel(ownLabel('0190c1f0-0000-7000-8000-000000000001'))).toBe(
    '0190c1f0-0000-7000-8000-000000000001',
  );
  expect(readOwnLabel('(21)x')).toBeUndefined();
});
