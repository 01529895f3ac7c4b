import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inPacks } from './packs';

test('a quantity is whole packs and what is over', () => {
  expect(inPacks(1250, 1000)).toEqual({ packs: 1, rest: 250 });
  expect(inPacks(1250, 10)).toEqual({ packs: 125, rest: 0 });
  expect(inPacks(5, 10)).toEqual({ packs: 0, rest: 5 });
  expect(inPacks(0.3, 0.1)).toEqual({ packs: 3, rest: 0 });
  expect(inPacks(10, 0)).toBeUndefined();
  expect(inPacks(Number.NaN, 10)).toBeUndefined();
});

test('packs and rest make up the quantity, and the rest is less than a pack', () => {
  const thousandths = fc.integer({ min: 1, max: 5_000_000 }).map((number) => number / 1000);
  fc.assert(
    fc.property(thousandths, thousandths, (quantity, size) => {
      const answer = inPacks(quantity, size);
      expect(answer).toBeDefined();
      if (!answer) return;
      expect(answer.packs * size + answer.rest).toBeCloseTo(quantity, 5);
      expect(answer.rest).toBeGreaterThanOrEqual(0);
      expect(answer.rest).toBeLessThan(size + 1e-6);
    }),
  );
});
