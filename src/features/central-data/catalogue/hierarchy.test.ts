import { describe, expect, test } from 'vitest';
import { choices, movedTo, type Hierarchy } from './hierarchy';

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
  properties: [],
};
const place = { classId: 'cold', categoryId: 'fridges', typeId: 'lined' };

describe('the place of an item in the hierarchy', () => {
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
});
