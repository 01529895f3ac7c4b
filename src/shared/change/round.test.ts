// A finished round: written once, and the same for ever.
import { expect, test } from 'vitest';
import type { Change } from './change';
import { checkChange } from './check';
import { foldEntity } from './fold';
import { formatHlc } from './hlc';
import { rowOf } from './row';

const round = (index: number, patch: Change['patch']): Change => ({
  id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
  hlc: formatHlc({ ms: 1_700_000_000_000 + index, counter: 0, deviceId: 'd1' }),
  ...{ userId: 'nurse', deviceId: 'd1', n: index + 1, kind: 'round.finish', entityId: 'r1', patch },
});
const said = {
  storeId: 's1',
  startedAt: '2026-06-01T00:00:00.000Z',
  finishedAt: '2026-06-01T01:00:00.000Z',
  found: ['a', 'b'],
  missing: ['c'],
  unexpected: ['d'],
};

test('[N1] a finished round stands as it was said first, by whom and where', () => {
  const again = round(1, { ...said, found: [], missing: ['a', 'b', 'c'] });
  const fold = foldEntity('round', [again, round(0, said)]);
  expect(fold && rowOf('round', 'r1', fold)).toEqual({
    ...said,
    id: 'r1',
    userId: 'nurse',
    expected: ['a', 'b', 'c'],
  });
  expect(fold?.surplus).toEqual([again]);
});

test('[N1] what was expected may be said, and a round is of the store in whose document it stands', () => {
  const told = round(0, { ...said, expected: ['x'] });
  const fold = foldEntity('round', [told]);
  expect(fold && rowOf('round', 'r1', fold)?.expected).toEqual(['x']);
  expect(checkChange(told, 'store/s1/2026')).toMatchObject({ ok: true });
  expect(checkChange(told, 'store/s2/2026')).toMatchObject({ ok: false, issues: [{ code: 'bad-field' }] });
  expect(checkChange(told, 'config')).toMatchObject({ ok: false, issues: [{ code: 'wrong-document' }] });
});
