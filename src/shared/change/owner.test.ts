import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from './change';
import { foldEntity } from './fold';
import { ownerOf } from './owner';
import { rowOf } from './row';

const at = (ms: number): string => `${1_780_000_000_000 + ms}-0000-d1`;

const change = (n: number, kind: string, ms: number, storeId?: string): Change => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  hlc: at(ms),
  userId: 'u',
  deviceId: 'd1',
  n,
  kind,
  entityId: 'asset-1',
  patch: { ...(storeId !== undefined && { storeId }) },
});

const storeOfRow = (changes: Change[]): string | undefined => {
  const fold = foldEntity('asset', changes);
  return fold && rowOf('asset', 'asset-1', fold, { storeId: 'first-stored' })?.storeId;
};

const create = change(1, 'asset.create', 5, 'x');

test('[W1] the greatest move decides, in whatever order moves come back', () => {
  const moves = fc.array(fc.record({ ms: fc.nat(9), to: fc.constantFrom('x', 'y', 'z') }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(moves, fc.infiniteStream(fc.nat()), (specs, order) => {
      const made = specs.map(({ ms, to }, index) => change(index + 2, 'asset.move', ms, to));
      const last = [...made].sort((a, b) => (a.hlc + a.id < b.hlc + b.id ? -1 : 1)).at(-1);
      const keys = new Map([create, ...made].map((one) => [one, order.next().value]));
      const shuffled = [...keys].sort(([, a], [, b]) => a - b).map(([one]) => one);
      expect(ownerOf(shuffled)).toBe(last?.patch['storeId']);
      expect(storeOfRow(shuffled)).toBe(last?.patch['storeId']);
    }),
  );
});

test('[W1] a move decides even over a creation that says it is later', () => {
  expect(storeOfRow([change(2, 'asset.move', 1, 'y'), create])).toBe('y');
});

test('[W1] one that was never moved is in the store that its creation names, the first where there are two', () => {
  expect(storeOfRow([create])).toBe('x');
  expect(storeOfRow([change(2, 'asset.create', 9, 'y'), create])).toBe('x');
  expect(ownerOf([change(2, 'asset.create', 9, 'y'), create])).toBe('x');
});

test('[W1] an edit says nothing of where it is', () => {
  const edit = change(2, 'asset.edit', 9, 'y');
  expect(storeOfRow([create, edit])).toBe('x');
  expect(ownerOf([create, edit])).toBe('x');
  expect(storeOfRow([create, change(3, 'asset.move', 7, 'z'), edit])).toBe('z');
});

test('[W1] where nothing names a store, it is where central first stored it', () => {
  expect(ownerOf([change(1, 'asset.create', 1)])).toBeUndefined();
  expect(storeOfRow([change(1, 'asset.create', 1)])).toBe('first-stored');
});
