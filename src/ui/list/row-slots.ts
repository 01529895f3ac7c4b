/**
 * The elements of a long list and the row that each of them shows. An element that goes out of sight at one end comes back at
 * the other, filled with another row, which costs a fraction of a new one. The one that has the keyboard's focus stays with its
 * row. One that is not needed waits: with its row, or idle where that row has gone elsewhere, since to fill what nobody sees
 * takes as long as to fill what is looked at.
 */

/** One element: while its id is the same it is the same element. */
export interface Slot<Row> {
  id: number;
  row: Row;
  index: number;
  /** its row is no longer at its place: it must not be seen or read */
  idle: boolean;
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
  const needed = (index: number) => (index >= from && index < to) || index === held?.index;
  return filled(slots, rows, taken, needed);
}

/** A slot that shows the same row as before is the same object, so that nothing of it is drawn again. */
function filled<Row>(
  slots: readonly Slot<Row>[],
  rows: readonly Row[],
  taken: ReadonlyMap<number, number>,
  needed: (index: number) => boolean,
): Slot<Row>[] {
  const before = new Map(slots.map((slot) => [slot.id, slot]));
  return [...taken]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, id]) => {
      const slot = before.get(id);
      const next = needed(index) ? shown(id, rows, index) : waiting(slot, rows[index]);
      return next === undefined ? [] : [slot && same(slot, next) ? slot : next];
    });
}

function shown<Row>(id: number, rows: readonly Row[], index: number): Slot<Row> | undefined {
  const row = rows[index];
  return row === undefined ? undefined : { id, row, index, idle: false };
}

const waiting = <Row>(slot: Slot<Row> | undefined, row: Row | undefined): Slot<Row> | undefined =>
  slot && { ...slot, idle: slot.row !== row };

const same = <Row>(one: Slot<Row>, other: Slot<Row>): boolean =>
  one.row === other.row && one.index === other.index && one.idle === other.idle;
