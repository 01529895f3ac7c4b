import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from './decode-text';
import { defuse, undoDefuse } from './defuse';
import { readCsv } from './read-csv';
import { readNumber } from './read-number';
import { dateOfSerial, readDate } from './spreadsheet-date';

test('every text is what it was once it is defused and undone, and none that is defused runs', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', "'", "'="),
      (text, begin) => {
        expect(undoDefuse(defuse(begin + text))).toBe(begin + text);
        expect(defuse(begin + text)).not.toMatch(/^[=+\-@\t\r]/);
      },
    ),
  );
});

test('UTF-8 with and without its mark, UTF-16 and Windows-1252 are read', () => {
  const utf8 = new TextEncoder().encode('Réfrigérateur');
  expect(decodeText(utf8)).toBe('Réfrigérateur');
  expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, ...utf8]))).toBe('Réfrigérateur');
  expect(decodeText(new Uint8Array([0x52, 0xe9, 0x6e]))).toBe('Rén');
  expect(decodeText(new Uint8Array([0xff, 0xfe, 0x52, 0x00, 0xe9, 0x00]))).toBe('Ré');
});

test('the bytes that Windows-1252 has where other encodings have none are its letters and signs', () => {
  const bytes = Uint8Array.from({ length: 32 }, (_, at) => 0x80 + at);
  // five of them stand for nothing, and are kept as they are
  expect(decodeText(bytes)).toBe('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ');
  expect(readCsv(decodeText(new Uint8Array([0x61, 0x3b, 0x62, 0x0a, 0x80, 0x3b, 0x9c])))).toEqual({
    header: ['a', 'b'],
    rows: [['€', 'œ']],
    decimalComma: true,
  });
});

test.each([
  ['commas', 'a,b\r\n1,"x,y"\r\n', false],
  ['semicolons', 'a;b\n1;x,y\n', true],
  ['tabs', 'a\tb\n1\tx,y\n', true],
  ['a first line that says so', 'sep=;\r\na;b\r\n1;x,y\r\n', true],
])('cells with %s between them are read', (_name, text, decimalComma) => {
  expect(readCsv(text)).toEqual({ header: ['a', 'b'], rows: [['1', 'x,y']], decimalComma });
});

test('a file with nothing in it is no table', () => {
  expect(readCsv('')).toBeUndefined();
  expect(readCsv('\n\n')).toBeUndefined();
});

test.each([
  ['1250', false, 1250, false],
  ['12.5', false, 12.5, false],
  ['12,5', false, 12.5, false],
  ['1,250', false, 1.25, true],
  ['1,250', true, 1.25, false],
  ['1.250', true, 1.25, true],
  ['1.250', false, 1.25, false],
  ['1,250.5', false, 1250.5, false],
  ['1.250,5', true, 1250.5, false],
  ['1 250,5', true, 1250.5, false],
  ['1,250,000', false, 1_250_000, false],
  ['-0,5', true, -0.5, false],
])('the number %s, decimal comma %s, is %d, doubtful %s', (text, comma, number, doubtful) => {
  expect(readNumber(text, comma)).toEqual({ number, ...(doubtful && { doubtful: true }) });
});

test.each(['', 'many', '1,2,3', '12.5.1', '--1', '1,25,000.5'])('%s is no number', (text) => {
  expect(readNumber(text, false)).toBeUndefined();
});

test('days are counted from 1900, or from 1904 where a workbook says so', () => {
  expect(dateOfSerial(45_292, false)).toBe('2024-01-01');
  expect(dateOfSerial(43_830, true)).toBe('2024-01-01');
  expect(dateOfSerial(1, false)).toBe('1900-01-01');
  expect(dateOfSerial(59, false)).toBe('1900-02-28');
  expect(dateOfSerial(61, false)).toBe('1900-03-01');
  expect(dateOfSerial(0, false)).toBeUndefined();
  expect(dateOfSerial(9e9, false)).toBeUndefined();
});

test('dates are read as they are written, and only those that there are', () => {
  expect(readDate('2026-01-31')).toBe('2026-01-31');
  expect(readDate('31/01/2026')).toBe('2026-01-31');
  expect(readDate('31.1.2026')).toBe('2026-01-31');
  expect(readDate('2026-02-30')).toBeUndefined();
  expect(readDate('January')).toBeUndefined();
});
