import { describe, expect, test } from 'vitest';
import type { AssetRow } from '../../../replica/records';
import { mayPutBack, valuesToSay } from './put-back';

const asset: AssetRow = {
  ...{ id: 'a', assetNumber: 'HC-1', storeId: 's1', classId: 'c', categoryId: 'k', typeId: 't' },
  needsReplacement: false,
  serialNumber: 'AX-77',
  notes: 'now',
  properties: { energySource: 'solar' },
  lockedFields: ['serialNumber'],
  createdAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  conflicts: 0,
};

describe('a former value may be put back', () => {
  test.each([
    ['notes', 'before', true],
    ['properties.energySource', 'grid', true],
    ['donor', 'UNICEF', true],
    ['needsReplacement', true, true],
  ])('%s: %j', (field, value, expected) => {
    expect(mayPutBack(asset, field, value)).toBe(expected);
  });

  test.each([
    ['that stands already', 'notes', 'now'],
    ['that stands already, of a property', 'properties.energySource', 'solar'],
    ['that a label filled', 'serialNumber', 'AX-76'],
    ['that nobody types', 'storeId', 's2'],
    ['where there was none', 'notes', null],
  ])('but not one %s', (_name, field, value) => {
    expect(mayPutBack(asset, field, value)).toBe(false);
  });

  test('and none of a removed asset', () => {
    expect(mayPutBack({ ...asset, deletedAt: '2026-02-01T00:00:00.000Z' }, 'notes', 'before')).toBe(false);
  });
});

test('one property is said alone, so that the others stay', () => {
  expect(valuesToSay('properties.energySource', 'grid')).toEqual({ properties: { energySource: 'grid' } });
  expect(valuesToSay('notes', 'before')).toEqual({ notes: 'before' });
});
