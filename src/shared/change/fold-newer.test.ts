/** Folding in place: the same as folding all again, at a cost that does not grow with the history. Work is counted, not timed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from './change';
import { conflictsOf, foldEntity, foldNewer, type Fold } from './fold';

const hlcOf = (n: number): string => `1780000000000-${(n % 0x10000).toString(16).padStart(4, '0')}-d`;

/** As many edits of one field, none of which saw another, or each of which saw the one before. */
function edits(count: number, sees: boolean): Change[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `0190b5a2-7c10-7a31-8e5f-${String(n).padStart(12, '0')}`,
    hlc: hlcOf(n),
    userId: 'u',
    deviceId: 'd',
    n: n + 1,
    kind: n === 0 ? 'asset.create' : 'asset.edit',
    entityId: 'a1',
    patch: { notes: String(n) },
    ...(sees && n > 0 && { base: { notes: [hlcOf(n - 1)] } }),
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

test.each([true, false])(
  'a change newer than all looks at one earlier change and at most one earlier value (sees: %s)',
  (sees) => {
    const looksAt = (size: number): number => {
      const all = edits(size + 1, sees);
      const newest = all[size];
      const { watched, looks } = counting(all.slice(0, size));
      const fold = must(foldEntity('asset', watched));
      const field = fold.fields.get('notes');
      if (!field || !newest) throw new Error('no field');
      const values = counting(field.open);
      field.open.splice(0, field.open.length, ...values.watched);
      const [before, open] = [looks(), field.open];
      expect(foldNewer(fold, newest)).toBe(true);
      expect(fold.fields.get('notes')?.open).toBe(open);
      return looks() - before + values.looks();
    };
    expect(looksAt(20_000)).toBe(looksAt(100));
  },
);

test('folding all costs in proportion to the number of changes, also where none saw another', () => {
  const looksAt = (size: number): number => {
    const { watched, looks } = counting(edits(size, false));
    foldEntity('asset', watched);
    return looks();
  };
  expect(looksAt(4000) / looksAt(1000)).toBeLessThan(6);
  expect(must(foldEntity('asset', edits(20_000, false))).fields.get('notes')?.open).toHaveLength(19_999);
});

test('what is late, known, or of another entity is left to a fold of all', () => {
  const [first, second, third] = edits(3, true);
  if (!first || !second || !third) throw new Error('no edits');
  const fold = must(foldEntity('asset', [first, third]));
  expect(foldNewer(fold, second)).toBe(false);
  expect(foldNewer(fold, third)).toBe(false);
  expect(foldNewer(fold, { ...third, hlc: hlcOf(9), kind: 'item.edit' })).toBe(false);
  expect(fold).toEqual(foldEntity('asset', [first, third]));
});

const anyChange = fc.record({
  kind: fc.constantFrom('assetLog.add', 'assetLog.void', 'asset.create', 'asset.edit', 'asset.remove'),
  fields: fc.uniqueArray(fc.constantFrom('notes', 'donor', 'serialNumber'), { maxLength: 3 }),
  value: fc.constantFrom('x', 'y', null),
  seen: fc.array(fc.nat({ max: 12 }), { maxLength: 3 }),
  tick: fc.nat({ max: 1 }),
});

test('[F1] folded one by one in place or all at once, the fold is the same', () => {
  fc.assert(
    fc.property(
      fc.array(anyChange, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('asset', 'assetLog'),
      (drawn, entity) => {
        let tick = 0;
        const changes = drawn
          .map((one, n): Change => ({
            id: `0190b5a2-7c10-7a31-8e5f-${String(n).padStart(12, '0')}`,
            hlc: hlcOf((tick += one.tick)),
            ...{ userId: 'u', deviceId: 'd', n: n + 1, entityId: 'e', kind: one.kind },
            patch: Object.fromEntries(one.fields.map((field) => [field, one.value])),
            base: Object.fromEntries(one.fields.map((field) => [field, one.seen.map(hlcOf)])),
          }))
          .filter(({ kind }) => kind.startsWith(`${entity}.`));
        const [first, ...rest] = changes;
        if (!first) return;
        const fold = must(foldEntity(entity as 'asset' | 'assetLog', [first]));
        for (const change of rest) expect(foldNewer(fold, change)).toBe(true);
        const all = must(foldEntity(entity as 'asset' | 'assetLog', changes));
        expect(fold).toEqual(all);
        expect(conflictsOf(fold)).toEqual(conflictsOf(all));
      },
    ),
    { numRuns: 500 },
  );
});
