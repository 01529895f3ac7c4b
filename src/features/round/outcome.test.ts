// The outcomes of a scan in a round: each case has its own outcome, and so its own colour, shape, sound and vibration.
import { expect, test } from 'vitest';
import type { AssetRow } from '../../replica/records';
import type { Words } from '../../words/words.svelte';
import { addressToAdd, toldOfAsset } from './outcome';
import type { Round } from './round';

const words = { t: (key: string) => key } as unknown as Words;
const round: Round = {
  ...{
    storeId: 's1',
    location: 'Corridor',
    startedAt: '',
    seen: [{ assetId: 'seen', at: '' }],
    strangers: [],
  },
};
const asset = (over: Partial<AssetRow>): AssetRow =>
  ({ id: 'a', storeId: 's1', assetNumber: '1', storageLocation: 'Corridor', ...over }) as AssetRow;
const kindOf = (over: Partial<AssetRow>, of: Round = round) =>
  toldOfAsset(words, of, asset(over), { store: 'B', mayMove: true, mayEdit: true }).kind;

test('a piece is here, was seen before, belongs elsewhere, or was removed', () => {
  expect(kindOf({})).toBe('here');
  expect(kindOf({ id: 'seen' })).toBe('again');
  expect(kindOf({ storeId: 's2' })).toBe('elsewhere');
  expect(kindOf({ storageLocation: 'Ward' })).toBe('elsewhere');
  expect(kindOf({ storageLocation: 'Ward' }, { ...round, location: '' })).toBe('here');
  expect(kindOf({ deletedAt: '2026-01-01T00:00:00.000Z' })).toBe('removed');
});

test('a label that nobody here knows can be added, with what was read, in the place of the round; not one of another site', () => {
  const unknown = { kind: 'unknown', issue: { code: 'label-not-gs1' } } as const;
  const address = new URL(addressToAdd(round, unknown, 'SN 1&2') ?? '', 'https://here');
  expect(address.pathname).toBe('/assets/new');
  expect(Object.fromEntries(address.searchParams)).toEqual({
    ...{ serial: 'SN 1&2', round: 's1', place: 'Corridor' },
  });
  expect(addressToAdd(round, unknown, 'x'.repeat(400))).toBeUndefined();
  expect(addressToAdd(round, { kind: 'not-here' }, 'id')).toBeUndefined();
});

test('who may not edit is not offered another place for what stands in a wrong one', () => {
  const told = (mayEdit: boolean) =>
    toldOfAsset(words, round, asset({ storageLocation: 'Ward' }), { store: '', mayMove: false, mayEdit });
  expect(told(true).misplaced?.id).toBe('a');
  expect(told(false).misplaced).toBeUndefined();
});
