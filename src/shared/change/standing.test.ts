/** Central's rulings on other changes: a function of the set, in any order of arrival. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from './change';
import { foldEntity } from './fold';
import { ownerOf } from './owner';
import { rowOf } from './row';

const change = (n: number, kind: string, patch: Change['patch']): Change => ({
  id: `c${n}`,
  hlc: `178000000000${n}-0000-d`,
  ...{ userId: 'u', deviceId: 'd', n, kind, entityId: 'a1', patch },
});

const inX = change(1, 'asset.create', { assetNumber: 'X', storeId: 'x' });
const inY = change(2, 'asset.create', { assetNumber: 'Y', storeId: 'y' });
const edit = change(3, 'asset.edit', { notes: 'late' });

const rowIn = (changes: readonly Change[]): unknown => {
  const fold = foldEntity('asset', changes);
  return fold && rowOf('asset', 'a1', fold);
};

const inAnyOrder = (changes: readonly Change[], expected: unknown): void =>
  fc.assert(
    fc.property(fc.shuffledSubarray([...changes], { minLength: changes.length }), (order) => {
      expect(rowIn([...order, ...order.slice(0, 1)])).toEqual(expected);
    }),
  );

test('[K8] what is disowned does not fold, unless it is owned again', () => {
  const disown = change(4, 'asset.disown', { changeIds: ['c3'] });
  const own = change(5, 'asset.own', { changeIds: ['c3'] });
  inAnyOrder([inX, edit, disown], rowIn([inX]));
  inAnyOrder([inX, edit, disown, own], rowIn([inX, edit]));
  expect(rowIn([inX, change(4, 'asset.disown', { changeIds: ['c1'] })])).toBeUndefined();
});

test('[W4] of two creations the one that is said to be first stands, of several words the one with the least time', () => {
  const first = (n: number, createId: string, store: string, since: number): Change =>
    change(n, 'asset.first', { createId, store, since });
  inAnyOrder([inX, inY, first(4, 'c2', 'y', 10)], rowIn([inY]));
  const both = [inX, inY, first(4, 'c2', 'y', 10), first(5, 'c1', 'x', 9)];
  inAnyOrder(both, rowIn([inX]));
  expect(ownerOf(both)).toBe('x');
});

test('[K8] words of any shape fold to something', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('first', 'disown', 'own'),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (verb, patch) => {
        const said = {
          ...change(9, `asset.${verb}`, {}),
          patch: JSON.parse(JSON.stringify(patch)) as Change['patch'],
        };
        expect(rowIn([inX, said])).toEqual(rowIn([inX]));
      },
    ),
  );
});
