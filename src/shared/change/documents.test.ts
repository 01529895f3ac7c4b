import { expect, test } from 'vitest';
import { parseDocument, storeDocument, storeOf, yearOf } from './documents';

test('[D1] [D2] names of documents are read as they are written', () => {
  expect(parseDocument('config')).toEqual({ kind: 'config' });
  expect(parseDocument(storeDocument('store-1', 2026))).toEqual({
    kind: 'store',
    storeId: 'store-1',
    year: 2026,
  });
  expect(storeOf('store/store-1/2026')).toBe('store-1');
  expect(storeOf('config')).toBeUndefined();
});

test.each([
  '',
  'Config',
  'store',
  'store/a',
  'store//2026',
  'store/a/26',
  'store/a/2026/',
  'store/../2026x',
  'store/a b/2026',
])('%j names no document', (name) => {
  expect(parseDocument(name)).toBeUndefined();
});

test('[D2] the year of a change is central’s, in UTC', () => {
  expect(yearOf(Date.parse('2026-12-31T23:59:59Z'))).toBe(2026);
});
