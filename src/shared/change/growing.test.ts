/** Growing in place comes to the same as folding all, for all changes, seen and unseen. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from './change';
import { conflictsOf, foldEntity } from './fold';
import { grown, keptOf, type Grown } from './growing';
import { rowOf } from './row';

const hlcOf = (n: number): string => `${1_780_000_000_000 + n}-0000-d`;

const changeOf = (n: number, kind: string, patch: Change['patch'], base?: Change['base']): Change => ({
  ...{ id: `c${String(n).padStart(5, '0')}`, hlc: hlcOf(n), userId: 'u', deviceId: 'd', n: n + 1, kind },
  ...{ entityId: 'a1', patch, ...(base && { base }) },
});

const create = changeOf(0, 'asset.create', { assetNumber: 'A-1', storeId: 's', notes: 'first' });

function folded(changes: readonly Change[]): Grown<'asset'> & { count: number } {
  const fold = foldEntity('asset', changes);
  const row = fold && rowOf('asset', 'a1', fold, { storeId: 's' });
  if (!row) throw new Error('nothing was folded');
  return { row, kept: keptOf(fold), count: conflictsOf(fold).length };
}

/** An edit, or a removal; it saw any of the former changes. */
const step = fc.record({
  field: fc.constantFrom('notes', 'donor', 'properties', 'deletedAt', 'x-newer'),
  value: fc.constantFrom(null, 'one', 'two'),
  seen: fc.array(fc.nat(30), { maxLength: 3 }),
  removes: fc.boolean(),
});

test('row, conflicts and what is kept are those of the fold of all', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), fc.nat(29), (steps, at) => {
      const changes = [create];
      for (const { field, value, seen, removes } of steps) {
        const patch =
          field === 'properties'
            ? { properties: { volume: value } }
            : { [field]: field === 'deletedAt' ? null : value };
        const name = field === 'properties' ? 'properties.volume' : field;
        const base = { [name]: seen.map((n) => hlcOf(n % changes.length)) };
        const isRemoval = removes && field === 'deletedAt';
        changes.push(
          changeOf(changes.length, isRemoval ? 'asset.remove' : 'asset.edit', isRemoval ? {} : patch, base),
        );
      }
      const from = Math.min(at + 1, changes.length - 1);
      const now = grown('asset', folded(changes.slice(0, from)), changes.slice(from));
      if (!now) return;
      const all = folded(changes);
      expect(now.row).toEqual(all.row);
      expect(now.kept.conflicts.length).toBe(all.count);
      expect(new Set(now.kept.conflicts)).toEqual(new Set(all.kept.conflicts));
      expect(now.kept.times).toEqual(all.kept.times);
    }),
    { numRuns: 2000 },
  );
});

test('what does not come last, or says whose it is, is not folded in place', () => {
  const before = folded([create, changeOf(5, 'asset.edit', { notes: 'later' })]);
  for (const change of [
    changeOf(4, 'asset.edit', { notes: 'late' }),
    changeOf(6, 'asset.move', { storeId: 't' }),
    changeOf(6, 'asset.edit', { storeId: 't' }),
    changeOf(6, 'asset.merge', { into: 'a2' }),
    changeOf(6, 'asset.disown', { changeIds: ['c00005'] }),
    changeOf(6, 'asset.create', { assetNumber: 'A-2' }),
  ])
    expect(grown('asset', before, [change])).toBeUndefined();
  expect(grown('asset', before, [changeOf(6, 'asset.edit', { notes: 'now' })])).toBeDefined();
});
