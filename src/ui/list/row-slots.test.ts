import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillSlots, type Slot } from './row-slots';

const rows = Array.from({ length: 100 }, (_, index) => `row ${index}`);
const shown = (slots: readonly Slot<string>[]) => slots.flatMap(({ row, idle }) => (idle ? [] : [row]));
const idOf = (slots: readonly Slot<string>[], row: string) => slots.find((slot) => slot.row === row)?.id;

test('scrolling fills the elements that went out of sight with the rows that come', () => {
  const before = fillSlots([], rows, [0, 5]);
  const after = fillSlots(before, rows, [2, 7]);
  expect(shown(after)).toEqual(rows.slice(2, 7));
  expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
  expect(after[0]).toBe(before[2]);
});

test('a new order fills each element anew and moves none', () => {
  const before = fillSlots([], rows, [0, 5]);
  const after = fillSlots(before, rows.toReversed(), [0, 5]);
  expect(shown(after)).toEqual(rows.slice(95).toReversed());
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
});

test('an element that is not needed waits where it stood, idle while its row is elsewhere or gone', () => {
  const before = fillSlots([], rows, [0, 5]);
  expect(shown(fillSlots(before, rows, [0, 3]))).toEqual(rows.slice(0, 5));
  const fewer = fillSlots(before, rows.slice(0, 3), [0, 3]);
  expect(shown(fewer)).toEqual(rows.slice(0, 3));
  expect(fewer.slice(3).map(({ row, idle }) => [row, idle])).toEqual([
    ['row 3', true],
    ['row 4', true],
  ]);
  const back = fillSlots(fewer, rows, [0, 3]);
  expect(shown(back)).toEqual(rows.slice(0, 5));
  expect(back.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
});

test('of other rows only those are filled in that are seen now; the others follow in the same elements', () => {
  const before = fillSlots([], rows, [0, 8]);
  const others = rows.filter((_, index) => index % 3 === 0);
  const seen = fillSlots(before, others, [0, 5]);
  expect(shown(seen)).toEqual(others.slice(0, 5));
  expect(seen.slice(5).map(({ row }) => row)).toEqual(rows.slice(5, 8));
  const all = fillSlots(seen, others, [0, 8]);
  expect(shown(all)).toEqual(others.slice(0, 8));
  expect(all.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(all[0]).toBe(seen[0]);
});

test('what has the focus stays with its row, however far one scrolls', () => {
  const before = fillSlots([], rows, [0, 5]);
  const id = idOf(before, 'row 1') ?? -1;
  const after = fillSlots(before, rows, [50, 55], { id, index: 1 });
  expect(shown(after)).toEqual(['row 1', ...rows.slice(50, 55)]);
  expect(idOf(after, 'row 1')).toBe(id);
});

test('what has the focus goes along when other rows come before its own', () => {
  const before = fillSlots([], rows, [0, 5]);
  const id = idOf(before, 'row 1') ?? -1;
  const after = fillSlots(before, ['new', ...rows], [0, 5], { id, index: 2 });
  expect(shown(after)).toEqual(['new', ...rows.slice(0, 4)]);
  expect(idOf(after, 'row 1')).toBe(id);
});

test('the element of a row that is gone goes too, so that the focus never lies on another row', () => {
  const before = fillSlots([], rows, [0, 5]);
  const id = idOf(before, 'row 1') ?? -1;
  const after = fillSlots(before, rows.toSpliced(1, 1), [0, 5], { id, index: -1 });
  expect(shown(after)).toEqual(rows.toSpliced(1, 1).slice(0, 5));
  expect(after.map((slot) => slot.id)).not.toContain(id);
});

test('whatever one does, each row in sight is there once, in order, in an element of its own', () => {
  const step = fc.record({
    from: fc.nat(30),
    count: fc.nat(10),
    rows: fc.uniqueArray(fc.nat(40), { maxLength: 40 }),
    held: fc.option(fc.nat(10), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let slots: Slot<number>[] = [];
      for (const { from, count, rows: numbers, held } of steps) {
        const holder = held === undefined ? undefined : slots[held];
        const to = Math.min(from + count, numbers.length);
        const holds = holder && { id: holder.id, index: numbers.indexOf(holder.row) };
        slots = fillSlots(slots, numbers, [from, to], holds);
        const indexes = slots.map(({ index }) => index);
        expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
        expect(new Set(slots.map(({ id }) => id)).size).toBe(slots.length);
        for (let index = from; index < to; index++) expect(indexes).toContain(index);
        for (const { row, index, idle } of slots) {
          expect(idle).toBe(row !== numbers[index]);
          if (index >= from && index < to) expect(idle).toBe(false);
        }
        if (holds && holds.index >= 0)
          expect(slots.find(({ id }) => id === holds.id)?.index).toBe(holds.index);
      }
    }),
  );
});
