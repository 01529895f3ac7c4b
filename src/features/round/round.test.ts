import { describe, expect, test } from 'vitest';
import type { AssetRow } from '../../replica/records';
import {
  findingsOf,
  readRound,
  updatesOf,
  withRecorded,
  withFound,
  withoutSighting,
  withSighting,
  withoutStrangers,
  withStranger,
  type Round,
} from './round';

const at = '2026-03-01T08:00:00.000Z';
const row = (id: string, over: Partial<AssetRow> = {}): AssetRow => ({
  ...{
    id,
    assetNumber: id,
    storeId: 's1',
    classId: 'c',
    categoryId: 'k',
    typeId: 't',
    needsReplacement: false,
  },
  properties: {},
  lockedFields: [],
  createdAt: at,
  modifiedAt: at,
  conflicts: 0,
  functionalStatus: 'FUNCTIONING',
  ...over,
});
const start: Round = { storeId: 's1', location: '', startedAt: at, seen: [], strangers: [] };
const scanned = (...ids: string[]): Round => ids.reduce((round, id) => withSighting(round, id, at), start);
const ids = (findings: ReturnType<typeof findingsOf>) => ({
  found: findings.found.map(({ asset }) => asset.id),
  missing: findings.missing.map(({ id }) => id),
  unexpected: findings.unexpected.map(({ asset }) => asset.id),
});

describe('a scan round', () => {
  const assets = [
    row('a10'),
    row('a2', { storageLocation: 'Cold room' }),
    row('gone', { functionalStatus: 'DECOMMISSIONED' }),
    row('removed', { deletedAt: at }),
    row('other', { storeId: 's2' }),
  ];

  test('tells what is found, missing and unexpected', () => {
    expect(ids(findingsOf(scanned('a10', 'other', 'gone'), assets))).toEqual({
      found: ['a10'],
      missing: ['a2'],
      unexpected: ['gone', 'other'],
    });
  });

  test('may be of one place only', () => {
    const round = { ...scanned('a10'), location: 'Cold room' };
    expect(ids(findingsOf(round, assets))).toEqual({ found: [], missing: ['a2'], unexpected: ['a10'] });
  });

  test('counts a piece that is scanned twice once, and forgets one that was a mistake', () => {
    expect(scanned('a2', 'a2').seen).toHaveLength(1);
    expect(ids(findingsOf(withoutSighting(scanned('a2'), 'a2'), assets)).missing).toEqual(['a2', 'a10']);
    expect(withStranger(withStranger(start, 'x'), 'x').strangers).toEqual(['x']);
    expect(withoutStrangers(withStranger(start, 'x'), ['x', 'y']).strangers).toEqual([]);
  });

  test('comes back after a restart as it was, and damage makes none', () => {
    const round = withFound(scanned('a2'), 'a2', { functionalStatus: 'NOT_IN_USE' });
    expect(readRound(JSON.stringify(round))).toEqual(round);
    for (const kept of [undefined, '', '{', '{"storeId":1}']) expect(readRound(kept)).toBeUndefined();
  });
});

describe('the logs of a round', () => {
  test('say that each is as it was known, when it was scanned', () => {
    const broken = row('a1', { functionalStatus: 'NOT_FUNCTIONING', reasonId: 'r1', comment: 'no light' });
    expect(updatesOf(findingsOf(scanned('a1'), [broken]), new Map([['a1', 'l1']]))).toEqual([
      { assetId: 'a1', loggedAt: at, functionalStatus: 'NOT_FUNCTIONING', reasonId: 'r1', confirms: 'l1' },
    ]);
  });

  test('say otherwise where the person did', () => {
    const round = withFound(scanned('a1'), 'a1', { functionalStatus: 'NOT_IN_USE' });
    expect(updatesOf(findingsOf(round, [row('a1', { reasonId: 'r1' })]))).toEqual([
      { assetId: 'a1', loggedAt: at, functionalStatus: 'NOT_IN_USE' },
    ]);
  });

  test('are written once: what is recorded already is not said again', () => {
    const round = withRecorded(scanned('a1', 'a2'), new Set(['a1']));
    expect(updatesOf(findingsOf(round, [row('a1'), row('a2')])).map(({ assetId }) => assetId)).toEqual([
      'a2',
    ]);
  });

  test('are not written for what was removed, nor for what is missing', () => {
    expect(updatesOf(findingsOf(scanned('a1'), [row('a1', { deletedAt: at }), row('a2')]))).toEqual([]);
  });
});
