import { expect, test } from 'vitest';
import type { AssetProperty } from '#shared/domain/hierarchy';
import { propertiesFor } from '../features/equipment/pieces/properties';

const property = (key: string, over: Partial<AssetProperty> = {}): AssetProperty => ({
  id: key,
  key,
  name: key,
  valueType: 'STRING',
  ...over,
});

test('a property applies to what it names, to everything when it names nothing, and to nothing once removed', () => {
  const all = [
    property('type', { typeId: 't1' }),
    property('other type', { typeId: 't2' }),
    property('category', { categoryId: 'k1', classId: 'c1' }),
    property('category of another class', { categoryId: 'k1', classId: 'c2' }),
    property('everything'),
    property('removed', { deletedAt: '2026-01-01T00:00:00Z' }),
  ];
  const place = { classId: 'c1', categoryId: 'k1', typeId: 't1' };
  expect(propertiesFor(place, all).map(({ key }) => key)).toEqual(['category', 'everything', 'type']);
});
