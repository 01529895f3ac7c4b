// A change of equipment takes the right of its kind, and of each of its fields, whichever kind brings them.
import { expect, test } from 'vitest';
import type { Right } from '../domain/rights';
import { mayChange } from './equipment-rights';

test.each<[string, Right[], string, Record<string, string | null>, boolean]>([
  ['removes', ['remove-equipment'], 'asset.remove', { deletedAt: 'x', removedFor: 'SOLD' }, true],
  ['brings back', ['remove-equipment'], 'asset.edit', { deletedAt: null, removedFor: null }, true],
  ['edits by removing', ['remove-equipment'], 'asset.remove', { deletedAt: 'x', notes: 'y' }, false],
  [
    'edits by bringing back',
    ['remove-equipment'],
    'asset.edit',
    { deletedAt: null, serialNumber: 'y' },
    false,
  ],
  ['separates', ['merge-equipment'], 'asset.edit', { mergedInto: null, deletedAt: null }, true],
  ['edits by separating', ['merge-equipment'], 'asset.edit', { mergedInto: null, notes: 'y' }, false],
  ['removes by separating', ['merge-equipment'], 'asset.edit', { mergedInto: null, deletedAt: 'x' }, false],
  ['adds', ['edit-equipment'], 'asset.create', { assetNumber: 'A', storeId: 's' }, true],
  ['removes by adding again', ['edit-equipment'], 'asset.create', { deletedAt: 'x' }, false],
  ['merges by adding again', ['edit-equipment'], 'asset.create', { mergedInto: 'b' }, false],
  ['edits', ['record-status'], 'asset.edit', { notes: 'y' }, false],
])('[R9] %s with %j', (_what, has, kind, patch, may) => {
  expect(mayChange(has, { kind, patch })).toBe(may);
});
