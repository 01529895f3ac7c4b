import { describe, expect, test } from 'vitest';
import { matches, searchTerms, searchText } from '../pieces/table/search';

const fridge = searchText(['HC1-004', undefined, 'SN 88/201', 'Réfrigérateur', 'Vestfrost', 'المخزن']);
const found = (query: string): boolean => matches(fridge, searchTerms(query));

describe('search', () => {
  test.each(['hc1', 'HC1-004', 'VestFROST', '88/201', '  ', '', 'refrigerateur', 'المخزن'])(
    'finds %j',
    (query) => {
      expect(found(query)).toBe(true);
    },
  );

  test('finds words in any order and in any field', () => {
    expect(found('vestfrost 004')).toBe(true);
  });

  test('needs every word', () => {
    expect(found('vestfrost 005')).toBe(false);
  });

  test('does not match across two fields', () => {
    expect(found('004sn')).toBe(false);
  });
});
