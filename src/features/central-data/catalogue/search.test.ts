import { describe, expect, test } from 'vitest';
import { blankCatalogueItem, type CatalogueItem } from '#shared/domain/catalogue-item';
import { entriesOf, found, type CatalogueQuery } from './search';

const item = (id: string, values: Partial<CatalogueItem>): CatalogueItem => ({
  ...blankCatalogueItem,
  id,
  subCatalogue: 'WHO PQS',
  categoryId: 'fridges',
  typeId: 'lined',
  ...values,
});

const items = [
  item('a', { code: 'E003/110', manufacturer: 'Vestfrost', model: 'VLS 304A AC' }),
  item('b', { code: 'E003/007', manufacturer: 'Vestfrost', model: 'MK 304' }),
  item('c', { code: 'E003/24', manufacturer: 'Électro', model: 'MF 114', typeId: 'freezer' }),
  item('d', { code: 'G-1', model: 'Generator', subCatalogue: 'General', categoryId: 'power', typeId: 'gen' }),
  item('e', { code: 'E003/001', model: 'Old', deletedAt: '2026-01-01T00:00:00.000Z' }),
];
const entries = entriesOf(items);
const everything: CatalogueQuery = {
  q: '',
  subCatalogue: '',
  categoryId: '',
  typeId: '',
  retired: false,
  sort: 'code',
  descending: false,
};
const ids = (query: Partial<CatalogueQuery>) =>
  found(entries, { ...everything, ...query }).map(({ id }) => id);

describe('finding catalogue items', () => {
  test('every word must occur, in code, manufacturer or model', () => {
    expect(ids({ q: 'vest 304' })).toEqual(['a', 'b']);
    expect(ids({ q: 'vest freezer' })).toEqual([]);
  });

  test('capitals and accents do not count', () => {
    expect(ids({ q: 'ELECTRO' })).toEqual(['c']);
  });

  test('retired items are listed only when asked for', () => {
    expect(ids({})).not.toContain('e');
    expect(ids({ retired: true })).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('filters narrow by sub-catalogue, category and type', () => {
    expect(ids({ subCatalogue: 'General' })).toEqual(['d']);
    expect(ids({ categoryId: 'fridges' })).toEqual(['a', 'b', 'c']);
    expect(ids({ typeId: 'freezer' })).toEqual(['c']);
  });
});
