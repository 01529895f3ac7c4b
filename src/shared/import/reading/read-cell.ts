/** The value that a cell stands for, or its fault. */
import { isDayCell, textOfCell, type Cell } from '../../spreadsheet/cell';
import { bareNumber } from '../../spreadsheet/dates/date-shape';
import { readDate } from '../../spreadsheet/dates/date-column';
import { readNumber } from '../../spreadsheet/numbers/number-column';
import { plainIdentity } from '../../same-identity';
import { mayBeNegative } from '../../domain/property-limits';
import { propertyKey, type Column } from '../column';
import type { IssueCode } from '../import-issue';
import { readYesNo, statusNamed } from '../names/cell-words';
import type { Manner } from './column-manner';
import { plainText } from './plain-text';
import { failedCell, isFarDay, textMark } from './text-marks';

export type Value = string | number | boolean | null;

export interface CellRead {
  /** absent: it cannot be read */
  value?: Value;
  issue?: IssueCode;
}

interface CellContext {
  manner: Manner;
  /** central's time, milliseconds: which dates are far */
  now: number;
}

const LINE = 200;
const LONG = 4000;
const PROPERTY = 1000;

/** Reads a cell of a column that does not name another record. A blank cell is null, and wrong where the column is required. */
export function readCell(column: Column, cell: Cell, { manner, now }: CellContext): CellRead {
  const text = plainText(textOfCell(cell));
  if (text === '') return column.required ? { issue: 'missing' } : { value: null };
  const failed = failedCell(text);
  if (failed) return { issue: failed };
  switch (column.kind) {
    case 'number':
    case 'integer':
      return readQuantity(column, cell, text, manner);
    case 'yes-no':
    case 'retired':
      return found(readYesNo(text), 'not-yes-no');
    case 'date':
      return readDay(cell, text, manner, now);
    case 'status':
      return found(statusNamed(text), 'unknown-status');
    default:
      return readText(column, cell, text);
  }
}

const found = (value: Value | undefined, issue: IssueCode): CellRead =>
  value === undefined ? { issue } : { value };

const mostLetters = ({ id, isLong = false }: Column): number =>
  propertyKey(id) !== undefined ? PROPERTY : isLong || id === 'notes' || id === 'comment' ? LONG : LINE;

function readText(column: Column, cell: Cell, text: string): CellRead {
  const { allowed, identity = false } = column;
  const value = identity ? plainIdentity(text) : text;
  if (value === '') return { issue: 'missing' };
  if (value.length > mostLetters(column)) return { issue: 'too-long' };
  if (allowed && !allowed.includes(value)) return { issue: 'not-allowed' };
  const mark = textMark(cell, identity);
  if (mark === 'shortened-number') return { issue: mark };
  return { value, ...(mark && { issue: mark }) };
}

function readQuantity(column: Column, cell: Cell, text: string, { mark }: Manner): CellRead {
  const read = typeof cell === 'number' ? { value: cell } : readNumber(text, mark);
  if (read === 'waits') return { issue: 'number-waits' };
  if (!read || !Number.isFinite(read.value) || isDayCell(cell)) return { issue: 'not-a-number' };
  return limited(column, read.value);
}

function limited(column: Column, value: number): CellRead {
  const { id, kind, allowed } = column;
  if (kind === 'integer' && !Number.isSafeInteger(value)) return { issue: 'not-whole' };
  if (id === 'packSize' && value <= 0) return { issue: 'not-positive' };
  if (value < 0 && !mayBeNegative({ key: propertyKey(id) ?? id, name: column.name ?? '' }))
    return { issue: 'negative' };
  return allowed && !allowed.includes(String(value)) ? { issue: 'not-allowed' } : { value };
}

/** A bare number in a column of dates is a day as spreadsheets count them, where it can be one. */
function readDay(cell: Cell, text: string, { order, from1904 }: Manner, now: number): CellRead {
  if (isDayCell(cell)) return dated(cell.day, now);
  if (typeof cell === 'boolean') return { issue: 'not-a-date' };
  if (typeof cell === 'number') {
    const shape = bareNumber(String(cell), from1904);
    return shape.kind === 'day'
      ? dated(shape.day, now)
      : dateIssue(shape.kind === 'none' ? shape.because : 'no-date');
  }
  const read = readDate(text, order, from1904);
  return 'day' in read ? dated(read.day, now) : dateIssue(read.because);
}

const dated = (day: string, now: number): CellRead => ({
  value: day,
  ...(isFarDay(day, now) && { issue: 'date-far' as const }),
});

const dateIssue = (because: 'only-year' | 'only-month' | 'short-year' | 'no-date' | 'waits'): CellRead => ({
  issue: because === 'waits' ? 'date-waits' : because === 'no-date' ? 'not-a-date' : because,
});
