import { describe, expect, test } from 'vitest';
import { RowOffsets } from './row-offsets';

const offsetsOf = (keys: readonly string[], heights = new Map<string, number>()) =>
  new RowOffsets(keys.length, (index) => keys[index] ?? '', 10, heights);
const four = (heights?: Map<string, number>) => offsetsOf(['a', 'b', 'c', 'd'], heights);
const topsOf = (offsets: RowOffsets) => [0, 1, 2, 3].map((index) => offsets.top(index));

describe('rows that were never drawn', () => {
  test('count as high as most are', () => {
    expect(topsOf(four())).toEqual([0, 10, 20, 30]);
    expect(four().end).toBe(40);
  });

  test.each([
    [-5, 0],
    [0, 0],
    [9.9, 0],
    [10, 1],
    [39, 3],
    [1000, 3],
  ])('at %d px stands row %d', (y, row) => {
    expect(four().at(y)).toBe(row);
  });

  test('an empty list has no end but its beginning', () => {
    const none = offsetsOf([]);
    expect([none.end, none.at(50)]).toEqual([0, 0]);
  });
});

describe('a row that was drawn', () => {
  test('moves those after it, and says by how much', () => {
    const offsets = four();
    expect(offsets.measured(1, 25)).toBe(15);
    expect(topsOf(offsets)).toEqual([0, 10, 35, 45]);
    expect(offsets.at(34)).toBe(1);
    expect(offsets.measured(1, 25)).toBe(0);
  });

  test('is as high in another order of the rows, and when it is drawn lower again', () => {
    const heights = new Map<string, number>();
    four(heights).measured(1, 25);
    const turned = offsetsOf(['d', 'c', 'b', 'a'], heights);
    expect(topsOf(turned)).toEqual([0, 10, 20, 45]);
    expect(turned.measured(2, 10)).toBe(-15);
    expect(four(heights).end).toBe(40);
  });
});
