import { expect, test } from 'vitest';
import type { AssetRow } from '../replica/records';
import { unsettledOf } from '../features/equipment/pieces/unsettled';

const row = (id: string, assetNumber: string, over: Partial<AssetRow> = {}): AssetRow => ({
  ...{ id, assetNumber, storeId: 's1', classId: 'c', categoryId: 'k', typeId: 't', needsReplacement: false },
  properties: {},
  lockedFields: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  conflicts: 0,
  ...over,
});
const unsettled = (...assets: AssetRow[]): string[] => unsettledOf(assets).map(({ id }) => id);

test('both assets that bear one number in one store are to be settled', () => {
  expect(unsettled(row('a', '1'), row('b', '1'), row('c', '2'), row('d', '1', { storeId: 's2' }))).toEqual([
    'a',
    'b',
  ]);
});

test('a removed asset takes no number from anyone', () => {
  expect(unsettled(row('a', '1'), row('b', '1', { deletedAt: '2026-02-01T00:00:00.000Z' }))).toEqual([]);
});

test('two values that stand against each other are to be settled', () => {
  expect(unsettled(row('a', '1', { conflicts: 1 }), row('b', '2'))).toEqual(['a']);
});
