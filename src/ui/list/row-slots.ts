/**
 * The elements of a long list and the row that each of them shows. An element that goes out of sight at one end comes back at
 * the other, filled with another row, which costs a fraction of a new one. The one that has the keyboard's focus stays with its
 * row.
 */

/** One element: while its id is the same it is the same element. */
export interface Slot<Row> {
  id: number;
  row: Row;
  index: number;
}

/** The focused element, and the present place of its row; -1 when that row is gone, and the focus with it. */
export interface Held {
  id: number;
  index: number;
}

/** The slots in the order of their rows, for the rows from `from` up to `to`, and the one that is held. */
export function fillSlots<Row>(
  slots: readonly Slot<Row>[],
  rows: readonly Row[],
  [from, to]: readonly [number, number],
  held?: Held,
): Slot<Row>[] {
  const taken = new Map<number, number>();
  if (held && held.index >= 0) taken.set(held.index, held.id);
  const others = slots.filter(({ id }) => id !== held?.id);
  const stay = others.filter(({ index }) => index >= from && index < to && index !== held?.index);
  for (const { id, index } of stay) taken.set(index, id);
  const free = others.filter((slot) => !stay.includes(slot));
  let next = Math.max(-1, ...slots.map(({ id }) => id)) + 1;
  for (let index = from; index < to; index++)
    if (!taken.has(index)) taken.set(index, free.shift()?.id ?? next++);
  // A row that is not needed now may be soon: it waits where it stood.
  for (const { id, index } of free) if (!taken.has(index)) taken.set(index, id);
  return filled(slots, rows, taken);
}

/** A slot that shows the same row as before is the same object, so that nothing of it is drawn again. */
function filled<Row>(
  slots: readonly Slot<Row>[],
  rows: readonly Row[],
  taken: ReadonlyMap<number, number>,
): Slot<Row>[] {
  const before = new Map(slots.map((slot) => [slot.id, slot]));
  return [...taken]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, id]) => {
      const row = rows[index];
      if (row === undefined) return [];
      const slot = before.get(id);
      return slot?.row === row && slot.index === index ? [slot] : [{ id, row, index }];
    });
}
