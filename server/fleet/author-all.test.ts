import { expect, test } from 'vitest';
import { startRig, YEAR } from '../../tests/support/relay';
import { authorAll } from './author-all';

test('two thousand changes that are refused cost two rounds, and the good ones among them are stored', async () => {
  const rig = await startRig();
  let rounds = 0;
  const counting = {
    author: (...call: Parameters<typeof rig.sync.author>) => {
      rounds += 1;
      return rig.sync.author(...call);
    },
  };
  const changes = Array.from({ length: 2001 }, (_, n) => ({
    id: `0190b5a2-7c10-7a31-8e5f-${String(n).padStart(12, '0')}`,
    hlc: `1780000000000-${n.toString(16).padStart(4, '0')}-d`,
    ...{ userId: 'u', deviceId: 'd', n: n + 1, kind: 'asset.create', entityId: `a${n}` },
    patch: { assetNumber: n === 2000 ? 'good' : n },
  }));
  const by = { deviceId: 'd', userId: 'u' };
  const { stored, refused } = await authorAll(counting, `store/s1/${YEAR}`, changes, by);
  expect([stored, refused.flatMap(({ changeIds }) => changeIds).length]).toEqual([
    [changes.at(-1)?.id],
    2000,
  ]);
  expect(rounds).toBe(2);
  await rig.stop();
});
