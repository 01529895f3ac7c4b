import { expect, test } from 'vitest';
import { filtersOn, readListQuery, writeListQuery } from './list-query';

const address = (query: Record<string, string | undefined>) =>
  new URLSearchParams(Object.entries(query).flatMap(([key, value]) => (value ? [[key, value]] : [])));

test('a list is found again from its address', () => {
  const query = readListQuery(new URLSearchParams('q=mk+304&sub=WHO+PQS&type=t1&show=retired&sort=-model'));
  expect(query).toEqual({
    q: 'mk 304',
    subCatalogue: 'WHO PQS',
    categoryId: '',
    typeId: 't1',
    retired: true,
    sort: 'model',
    descending: true,
  });
  expect(readListQuery(address(writeListQuery(query)))).toEqual(query);
  expect(filtersOn(query)).toBe(3);
});

test('the usual list has a bare address', () => {
  const usual = readListQuery(new URLSearchParams(''));
  expect(address(writeListQuery(usual)).toString()).toBe('');
  expect(filtersOn(usual)).toBe(0);
});
