/** The order of day and month in a column of dates: all its cells together settle it, or a person does. */
import { dateShape, type DateOrder, type DateShape } from './date-shape';

interface DateColumn {
  /** undefined: nothing settles it */
  order?: DateOrder;
  /** the number of cells that wait for that */
  waiting: number;
}

export function dateColumn(texts: readonly string[], chosen?: DateOrder): DateColumn {
  const shapes = texts.map((text) => dateShape(text));
  const count = (order: DateOrder): number =>
    shapes.filter((shape) => shape.kind === 'day' && shape.proves === order).length;
  const [days, months] = [count('day-first'), count('month-first')];
  const either = shapes.filter(({ kind }) => kind === 'either').length;
  const order = chosen ?? settled(days, months, either);
  return { ...(order && { order }), waiting: order === undefined ? either + days + months : 0 };
}

/** Cells that prove different orders settle nothing for one that could be either; else most of them are right, and the rest is no date. */
function settled(days: number, months: number, either: number): DateOrder | undefined {
  if (days === months || (days > 0 && months > 0 && either > 0)) return undefined;
  return days > months ? 'day-first' : 'month-first';
}

type DateRead = { day: string } | { because: (DateShape & { kind: 'none' })['because'] | 'waits' };

export function readDate(text: string, order: DateOrder | undefined, from1904 = false): DateRead {
  const shape = dateShape(text, from1904);
  if (shape.kind === 'none') return { because: shape.because };
  if (shape.kind === 'either')
    return order === undefined
      ? { because: 'waits' }
      : { day: order === 'day-first' ? shape.dayFirst : shape.monthFirst };
  if (shape.proves === undefined || shape.proves === order) return { day: shape.day };
  return { because: order === undefined ? 'waits' : 'no-date' };
}
