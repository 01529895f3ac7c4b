// Nobody registers a piece a second time by accident: also not one that was removed.
import { expect, test } from 'vitest';
import type { AssetRow } from '../../../replica/records';
import type { EquipmentNames } from '../pieces/equipment-names';
import { blankAssetDraft } from './asset-draft';
import { TwinQuestion } from './twin-question.svelte';

const names = {
  classes: new Map(),
  categories: new Map(),
  types: new Map(),
  catalogue: new Map(),
} as unknown as EquipmentNames;
const typed = { ...blankAssetDraft, serialNumber: 'sn1', manufacturer: 'Vestfrost' };
const row = (id: string, over: Partial<AssetRow> = {}): AssetRow =>
  ({
    ...{ id, assetNumber: id.toUpperCase(), serialNumber: 'SN1', manufacturer: 'Vestfrost', properties: {} },
    ...over,
  }) as AssetRow;
const gone = { deletedAt: '2026-02-01T00:00:00.000Z' };
const merged = { ...gone, mergedInto: 'a', mergedAt: gone.deletedAt };

function twinAmong(...assets: AssetRow[]): string | undefined {
  const question = new TwinQuestion();
  const issue = question.stops(typed, { assets, names });
  expect(issue?.data?.['otherNumber']).toBe(question.twin?.assetNumber);
  return question.twin?.id;
}

test('a record with the same serial number and maker stops it: one in use before one that was removed', () => {
  expect(twinAmong(row('a'))).toBe('a');
  expect(twinAmong(row('b', gone))).toBe('b');
  expect(twinAmong(row('b', gone), row('a'))).toBe('a');
});

test('another maker, another number, and a record that was merged into another stop nothing', () => {
  expect(twinAmong(row('a', { manufacturer: 'Haier' }), row('b', { serialNumber: 'SN2' }))).toBeUndefined();
  expect(twinAmong(row('b', merged))).toBeUndefined();
});

test('the person is asked once, and then believed', () => {
  const question = new TwinQuestion();
  const assets = [row('b', gone)];
  expect(question.stops(typed, { assets, names })).toBeDefined();
  question.sayTwo();
  expect(question.stops(typed, { assets, names })).toBeUndefined();
});
