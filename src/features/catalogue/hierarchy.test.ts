import { describe, expect, test } from 'vitest';
import type { AssetProperty } from '#shared/domain/hierarchy';
import { choices, movedTo, placeNames, propertiesAt, type Hierarchy } from './hierarchy';

const property = (id: string, scope: Partial<AssetProperty>): AssetProperty => ({
  id,
  key: id,
  name: id,
  valueType: 'STRING',
  ...scope,
});
const hierarchy: Hierarchy = {
  classes: [
    { id: 'cold', name: 'Cold chain equipment' },
    { id: 'power', name: 'Power' },
  ],
  categories: [
    { id: 'fridges', name: 'Refrigerators', classId: 'cold' },
    { id: 'rooms', name: 'Cold rooms', classId: 'cold', deletedAt: '2026-01-01T00:00:00.000Z' },
  ],
  types: [{ id: 'lined', name: 'Ice-lined', categoryId: 'fridges' }],
  properties: [
    property('lifespan', {}),
    property('holdover', { categoryId: 'fridges' }),
    property('zone', { typeId: 'lined' }),
    property('floor', { categoryId: 'rooms' }),
    property('gone', { categoryId: 'fridges', deletedAt: '2026-01-01T00:00:00.000Z' }),
  ],
};
const place = { classId: 'cold', categoryId: 'fridges', typeId: 'lined' };

describe('the place of an item in the hierarchy', () => {
  test('reads from class down to type', () => {
    expect(placeNames(hierarchy, place)).toEqual(['Cold chain equipment', 'Refrigerators', 'Ice-lined']);
    expect(placeNames(hierarchy, { ...place, typeId: 'unheard' })).toHaveLength(2);
  });

  test('what was retired can be kept, and not chosen', () => {
    expect(choices(hierarchy.categories, '').map(({ value }) => value)).toEqual(['fridges']);
    expect(choices(hierarchy.categories, 'rooms').map(({ value }) => value)).toEqual(['rooms', 'fridges']);
  });

  test('what no longer hangs under the choice must be chosen anew', () => {
    expect(movedTo(hierarchy, place, { classId: 'power' })).toEqual({
      classId: 'power',
      categoryId: '',
      typeId: '',
    });
    expect(movedTo(hierarchy, place, { categoryId: 'rooms' })).toEqual({
      ...place,
      categoryId: 'rooms',
      typeId: '',
    });
    expect(movedTo(hierarchy, place, { classId: 'cold' })).toEqual(place);
  });

  test('the nearest properties come first; retired and foreign ones do not', () => {
    expect(propertiesAt(hierarchy, place).map(({ id }) => id)).toEqual(['zone', 'holdover', 'lifespan']);
  });
});
