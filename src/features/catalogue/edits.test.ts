import { describe, expect, test } from 'vitest';
import { blankCatalogueItem } from '#shared/domain/catalogue-item';
import type { AssetProperty } from '#shared/domain/hierarchy';
import { savedMeanwhile, textOf, typed, valuesOf, type Edits } from './edits';

const item = {
  ...blankCatalogueItem,
  id: 'i',
  subCatalogue: 'WHO PQS',
  code: 'E003/007',
  model: 'MK 304',
  classId: 'c',
  categoryId: 'k',
  typeId: 't',
  properties: { litres: 105 },
};
const litres: AssetProperty = { id: 'p', key: 'litres', name: 'Storage (litres)', valueType: 'FLOAT' };
const nothing: Edits = {};

describe('editing an item that others may edit too', () => {
  test('only touched fields are said', () => {
    const edits = typed(item, nothing, 'model', 'MK 305');
    expect(valuesOf(item, edits, [litres])).toEqual({ ok: true, value: { model: 'MK 305' } });
  });

  test('typing a field back to what is stored says nothing', () => {
    const edits = typed(item, typed(item, nothing, 'model', 'x'), 'model', 'MK 304');
    expect(edits).toEqual({});
  });

  test('an untouched field follows what others save', () => {
    expect(textOf({ ...item, code: 'E003/008' }, nothing, 'code')).toBe('E003/008');
  });

  test('what others saved in a touched field is told, until it is what is typed here', () => {
    const edits = typed(item, nothing, 'model', 'MK 305');
    const theirs = { ...item, model: 'MK 306' };
    expect(savedMeanwhile(item, edits, 'model')).toBeUndefined();
    expect(savedMeanwhile(theirs, edits, 'model')).toBe('MK 306');
    expect(savedMeanwhile(theirs, typed(theirs, edits, 'model', 'MK 306'), 'model')).toBeUndefined();
  });

  test('properties are read by their kind, and a blank one is cleared', () => {
    expect(valuesOf(item, typed(item, nothing, 'properties.litres', '98,5'), [litres])).toEqual({
      ok: true,
      value: { properties: { litres: 98.5 } },
    });
    expect(valuesOf(item, typed(item, nothing, 'properties.litres', ''), [litres])).toMatchObject({
      value: { properties: { litres: null } },
    });
    expect(valuesOf(item, typed(item, nothing, 'properties.litres', 'big'), [litres])).toMatchObject({
      issues: [{ code: 'number-not-valid', field: 'properties.litres' }],
    });
  });

  test('everything that is missing or wrong is told at once', () => {
    const issues = (result: ReturnType<typeof valuesOf>) =>
      result.ok ? [] : result.issues.map(({ field }) => field);
    const edits = typed(item, typed(item, nothing, 'model', '  '), 'properties.litres', 'big');
    expect(issues(valuesOf(item, edits, [litres]))).toEqual(['model', 'properties.litres']);
    expect(issues(valuesOf(undefined, nothing, []))).toEqual([
      'subCatalogue',
      'code',
      'model',
      'classId',
      'categoryId',
      'typeId',
    ]);
  });
});
