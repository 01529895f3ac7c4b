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
const names = { classes: new Map(), categories: new Map(), types: new Map(), catalogue: new Map() };
const unsettled = (...assets: AssetRow[]): string[] => unsettledOf(assets, names).map(({ id }) => id);

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

test('two records with one serial number and one maker are to be settled, with two makers not', () => {
  const piece = (
    id: string,
    serialNumber: string,
    manufacturer: string,
    over: Partial<AssetRow> = {},
  ): AssetRow => row(id, id, { serialNumber, manufacturer, ...over });
  expect(unsettled(piece('a', 'SN–1', 'Vestfrost'), piece('b', 'sn-1', 'vestfrost'), piece('c', 'SN-1', 'Haier'))).toEqual(['a', 'b']); // prettier-ignore
  expect(unsettled(piece('a', 'SN-1', 'Haier'), piece('b', 'SN-1', 'Haier', { deletedAt: '2026-02-01T00:00:00.000Z' }))).toEqual([]); // prettier-ignore
  expect(unsettled(row('a', '1', { manufacturer: 'Haier' }), row('b', '2', { manufacturer: 'Haier' }))).toEqual([]); // prettier-ignore
});
