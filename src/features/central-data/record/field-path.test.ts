import { expect, test } from 'vitest';
import { valueAt, valuesSaying } from './field-path';

test('a property is read and said by its own key, and leaves the others alone', () => {
  const record = { model: 'MK 304', properties: { litres: 105, 'a.b': true } };
  expect(
    ['model', 'properties.litres', 'properties.a.b', 'properties.hours', 'code'].map((field) =>
      valueAt(record, field),
    ),
  ).toEqual(['MK 304', 105, true, undefined, undefined]);
  expect(
    valuesSaying([
      ['model', 'MK 305'],
      ['properties.litres', 98],
      ['properties.hours', null],
    ]),
  ).toEqual({ model: 'MK 305', properties: { litres: 98, hours: null } });
  expect(valuesSaying([['model', 'MK 305']])).toEqual({ model: 'MK 305' });
});
