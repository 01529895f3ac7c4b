import { describe, expect, test } from 'vitest';
import type { AssetRow } from '../../replica/records';
import { needsOf, type NeedKind } from './needs-me';

const today = '2026-06-01';
const now = Date.parse('2026-06-01T12:00:00Z');
const recent = '2026-05-20T00:00:00Z';

const asset = (assetNumber: string, over: Partial<AssetRow>): AssetRow => ({
  id: assetNumber,
  storeId: 's1',
  assetNumber,
  classId: 'c',
  categoryId: 'k',
  typeId: 't',
  needsReplacement: false,
  properties: {},
  lockedFields: [],
  createdAt: recent,
  modifiedAt: recent,
  conflicts: 0,
  functionalStatus: 'FUNCTIONING',
  statusSince: recent,
  statusLoggedAt: recent,
  ...over,
});

const found = (kind: NeedKind, ...assets: AssetRow[]): string[] =>
  needsOf(assets, now, today)[kind].map(({ asset: { assetNumber } }) => assetNumber);

describe('what needs me', () => {
  test('broken: the longest first', () => {
    const broken = { functionalStatus: 'NOT_FUNCTIONING' } as const;
    const since = (statusSince: string) => ({ ...broken, statusSince });
    expect(
      found(
        'broken',
        asset('new', since(recent)),
        asset('works', {}),
        asset('old', since('2026-01-01T00:00:00Z')),
      ),
    ).toEqual(['old', 'new']);
  });

  test('unverified: nobody confirmed the status for more than 90 days', () => {
    const said = (statusLoggedAt: string) => ({ statusLoggedAt });
    const edge = asset('90 days', said('2026-03-03T12:00:00.000Z'));
    const older = asset('a moment more', said('2026-03-03T11:59:59.999Z'));
    const ahead = asset('from a clock that ran ahead', said('2027-01-01T00:00:00Z'));
    expect(found('unverified', edge, older, ahead)).toEqual(['a moment more']);
  });

  test('warranty: it ends today or within 60 days; one that ended needs nobody', () => {
    const ends = (warrantyEnd: string) => asset(warrantyEnd, { warrantyEnd });
    expect(
      found('warranty', ends('2026-05-31'), ends('2026-07-31'), ends('2026-06-01'), ends('2026-08-01')),
    ).toEqual(['2026-06-01', '2026-07-31']);
  });

  test('replacement: the date has come, or it is marked', () => {
    expect(
      found(
        'replacement',
        asset('marked', { needsReplacement: true }),
        asset('due', { replacementDate: '2026-06-01' }),
        asset('later', { replacementDate: '2026-06-02' }),
      ),
    ).toEqual(['due', 'marked']);
  });

  test('what was removed or has left service needs nobody', () => {
    const due = { replacementDate: '2020-01-01', statusLoggedAt: '2020-01-01T00:00:00Z' };
    const assets = [
      asset('removed', { ...due, deletedAt: recent }),
      asset('gone', { ...due, functionalStatus: 'DECOMMISSIONED' }),
    ];
    expect(found('replacement', ...assets)).toEqual([]);
    expect(found('unverified', ...assets)).toEqual([]);
  });
});
