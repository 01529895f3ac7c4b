// Labels as they really come: replaced and lost separators, web addresses, keys of one piece. Truth: GS1's own example GTIN and
// rules, and another reader of element strings.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBarcode } from 'gs1-barcode-parser-mod';
import { readElements } from './gs1';
import { readLabel } from './label';
import { labelKeys, labelledIds, newLabelledId } from './label-keys';
import { readBareId } from './own-label';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const GS = '\u001d';
const GTIN = '09506000134352';

const read = (text: string) => {
  const label = readLabel(text, NOW);
  return label.ok ? label.value : label.issues[0];
};

describe('a separator that the scanner sends as another sign', () => {
  test.each(['|', '^', '~', '#', '<GS>', '{GS}', '[GS]', '<FNC1>', '\t', '\\x1d', '\u241d', '%1D'])(
    '%j is read as one where all that follows it fits',
    (sign) => {
      expect(read(`01${GTIN}21ABC${sign}240E003/007`)).toMatchObject({
        serialNumber: 'ABC',
        productCodes: ['E003/007'],
      });
    },
  );

  test.each([
    ['AX#77', '#'],
    ['AX|', undefined],
    ['AX{77}', '{'],
    ['AX 77', ' '],
    ['AX@77', '@'],
  ])('in %j it is no part of a serial number', (serial, sign) => {
    const label = read(`01${GTIN}21${serial}`);
    if (sign === undefined) expect(label).toMatchObject({ serialNumber: 'AX' });
    else expect(label).toEqual({ code: 'label-foreign-sign', data: { sign } });
  });

  test('signs that a link or a model may hold stay', () => {
    expect(read(`01${GTIN}21AX${GS}92https://example.org/a#b`)).toMatchObject({
      serialNumber: 'AX',
      links: 'https://example.org/a#b',
    });
  });
});

describe('separators that the scanner dropped', () => {
  const others = (text: string) => {
    const label = readLabel(text, NOW);
    return label.ok ? (label.value.otherwise ?? []) : [];
  };
  test.each([
    [`01${GTIN}2112345611240101`, { serialNumber: '123456', productionDate: '2024-01-01' }],
    [`01${GTIN}21123456240E003/007`, { serialNumber: '123456', productCodes: ['E003/007'] }],
    [`01${GTIN}21ABC12310LOT7`, { serialNumber: 'ABC123', batch: 'LOT7' }],
    [`01${GTIN}21SN417251231`, { serialNumber: 'SN4', expiryDate: '2025-12-31' }],
    [`01${GTIN}10LOT721987654`, { batch: 'LOT7', serialNumber: '987654' }],
    [`01${GTIN}240E003/00721987654`, { productCodes: ['E003/007'], serialNumber: '987654' }],
    [`01${GTIN}21A01${GTIN}21B`, { serialNumber: 'A' }],
  ])('%s may also say', (text, expected) => {
    expect(others(text)).toContainEqual(expect.objectContaining(expected));
  });

  test.each(['AX-77', '1001', '123456', 'SN-4711', '2110345', 'HBC80-2024', '20240315A'])(
    '%s alone is a serial number without a doubt',
    (serial) => expect(others(`01${GTIN}21${serial}`)).toEqual([]),
  );

  test('there is no doubt where the label has its separators, brackets or an address', () => {
    expect(others(`01${GTIN}10LOT${GS}2112345611240101`)).toEqual([]);
    expect(others(`(01)${GTIN}(21)12345611240101`)).toEqual([]);
    expect(others(`https://id.example.org/01/${GTIN}/21/12345611240101`)).toEqual([]);
  });
});

describe('a label as a web address', () => {
  test.each([
    'https://id.gs1.org/01/09506000134352/21/AX-77',
    'https://id.example.org/01/09506000134352/21/AX-77?11=240101&240=E003%2F007',
    'HTTPS://Example.org/some/path/01/09506000134352/22/2A/10/L1/21/AX-77/',
    'http://example.org:8080/x/01/9506000134352/21/AX-77?linkType=all#top',
    'https://example.org/gtin/09506000134352/ser/AX-77',
    'https://id.gs1.org/01/09506000134352/21/AX%2D77',
  ])('%s names the piece', (address) => {
    const label = readLabel(address, NOW);
    expect(label.ok && labelKeys(label.value)).toEqual([[GTIN, 'AX-77']]);
  });

  test('with what it says besides', () => {
    expect(read('https://a.example/01/09506000134352/21/AX-77?11=240101&240=E003%2F007')).toMatchObject({
      productionDate: '2024-01-01',
      productCodes: ['E003/007'],
    });
  });

  test.each([
    ['https://example.org/fridges/user-manual', 'label-not-gs1'],
    ['https://example.org/01/09506000134353/21/A', 'label-bad-check-digit'],
    ['https://example.org/21/A', 'label-not-gs1'],
    ['https://%', 'label-not-gs1'],
  ])('%s: %s', (address, code) => {
    expect(read(address)).toMatchObject({ code });
  });
});

describe('what names one piece', () => {
  const ids = (text: string) => {
    const label = readLabel(text, NOW);
    return label.ok ? [...labelledIds(label.value, ['s1'])] : [];
  };
  test.each(['8004950600013TAG000123', '800309506000134352BOX17', `01${GTIN}21AX-77`])(
    '%s makes one id, bracketed and with a prefix the same',
    (text) => {
      const ai = text.startsWith('01') ? '01' : text.slice(0, 4);
      const bracketed = ai === '01' ? `(01)${GTIN}(21)AX-77` : `(${ai})${text.slice(4)}`;
      expect(ids(text)).toHaveLength(1);
      expect([ids(`]d2${text}`), ids(`]C1${text}`), ids(bracketed)]).toEqual(Array(3).fill(ids(text)));
    },
  );

  test('a kind of crate, a product, or a model is no piece', () => {
    for (const text of ['800309506000134352', `01${GTIN}`, `(01)${GTIN}(8013)MK304`]) {
      const label = readLabel(text, NOW);
      expect(label.ok && newLabelledId('s1', label.value)).toBeUndefined();
    }
  });

  test('the bare id of Open mSupply', () => {
    expect(readBareId(' 55b34be4-0000-4000-8000-011fba6dda17 ')).toBe('55b34be4-0000-4000-8000-011fba6dda17');
    expect(readBareId('55b34be4')).toBeUndefined();
  });
});

test('element strings are taken apart as another reader takes them apart', () => {
  const value = fc.stringMatching(/^[A-Z0-9]{1,10}$/);
  const part = fc.oneof(
    fc.constantFrom(['11', '240101'], ['17', '261231'], ['414', '9506000134376'], ['3112', '000123']),
    fc
      .tuple(fc.constantFrom('10', '21', '240', '241', '250', '8013', '90', '99', '422'), value)
      .map(([ai, text]) => (ai === '422' ? ['422', '276'] : [ai, text])),
  );
  fc.assert(
    fc.property(fc.uniqueArray(part, { selector: ([ai]) => ai, minLength: 1, maxLength: 6 }), (parts) => {
      const text = `]d201${GTIN}${parts.map(([ai, said]) => `${ai}${said}${GS}`).join('')}`;
      const theirs = parseBarcode(text).parsedCodeItems.map(({ ai, raw }) => [ai, raw]);
      const ours = readElements(text);
      expect(ours.ok && ours.value.elements.map(({ ai, value: said }) => [ai, said])).toEqual(theirs);
    }),
    { numRuns: 1000 },
  );
});
