/** The cost of a fold. Work is counted, not timed. */
import { expect, test } from 'vitest';
import type { Change } from './change';
import { foldEntity, type Fold } from './fold';

const hlcOf = (n: number): string => `1780000000000-${(n % 0x10000).toString(16).padStart(4, '0')}-d`;

/** Edits of one field, none of which saw another. */
function edits(count: number): Change[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `0190b5a2-7c10-7a31-8e5f-${String(n).padStart(12, '0')}`,
    hlc: hlcOf(n),
    userId: 'u',
    deviceId: 'd',
    n: n + 1,
    kind: n === 0 ? 'asset.create' : 'asset.edit',
    entityId: 'a1',
    patch: { notes: String(n) },
  }));
}

const must = (fold: Fold | undefined): Fold => {
  if (!fold) throw new Error('nothing was folded');
  return fold;
};

/** Counts every look at a part of these objects. */
function counting<T extends object>(objects: readonly T[]): { watched: T[]; looks: () => number } {
  let looks = 0;
  const get = (target: T, key: string | symbol): unknown => {
    looks += 1;
    return Reflect.get(target, key);
  };
  return { watched: objects.map((object) => new Proxy(object, { get })), looks: () => looks };
}

test('folding all costs in proportion to the number of changes, also where none saw another', () => {
  const looksAt = (size: number): number => {
    const { watched, looks } = counting(edits(size));
    foldEntity('asset', watched);
    return looks();
  };
  expect(looksAt(4000) / looksAt(1000)).toBeLessThan(6);
  expect(must(foldEntity('asset', edits(20_000))).fields.get('notes')?.open).toHaveLength(19_999);
});
