/** The value that a cell stands for, or what is wrong with it. */
import type { Cell } from '../../spreadsheet/cell';
import { textOfCell } from '../../spreadsheet/cell';
import type { Column } from './columns';
import type { IssueCode } from './issue';
import { readYesNo, statusNamed } from './names-in-words';
import { readNumber } from '../../spreadsheet/read-number';
import { dateOfSerial, isAmbiguousDate, readDate } from '../../spreadsheet/spreadsheet-date';

export type Value = string | number | boolean | null;

export interface CellRead {
  /** absent: it cannot be read */
  value?: Value;
  issue?: IssueCode;
}

export interface SheetManner {
  decimalComma?: boolean | undefined;
  from1904?: boolean | undefined;
}

const LINE = 200;
const PROPERTY = 1000;

/** Of columns that do not name another record; a blank cell is null, and wrong where the column is required. */
export function readCell(column: Column, cell: Cell, manner: SheetManner): CellRead {
  const text = textOfCell(cell);
  if (text === '') return column.required ? { issue: 'missing' } : { value: null };
  switch (column.kind) {
    case 'number':
    case 'integer':
      return readQuantity(column, cell, text, manner);
    case 'yes-no':
    case 'retired': {
      const value = readYesNo(text);
      return value === undefined ? { issue: 'not-yes-no' } : { value };
    }
    case 'date':
      return readDay(cell, text, manner);
    case 'status': {
      const value = statusNamed(text);
      return value === undefined ? { issue: 'unknown-status' } : { value };
    }
    default:
      return readText(column, text);
  }
}

function readText({ id, allowed }: Column, text: string): CellRead {
  if (text.length > (id.startsWith('properties.') ? PROPERTY : LINE)) return { issue: 'too-long' };
  return allowed && !allowed.includes(text) ? { issue: 'not-allowed' } : { value: text };
}

function readQuantity(column: Column, cell: Cell, text: string, manner: SheetManner): CellRead {
  const read = typeof cell === 'number' ? { number: cell } : readNumber(text, manner.decimalComma ?? false);
  if (!read || !Number.isFinite(read.number)) return { issue: 'not-a-number' };
  const issue = quantityIssue(column, read.number);
  if (issue) return { issue };
  const isDoubtful = 'doubtful' in read && read.doubtful === true;
  return { value: read.number, ...(isDoubtful && { issue: 'number-doubtful' as const }) };
}

function quantityIssue({ id, kind, allowed }: Column, number: number): IssueCode | undefined {
  if (kind === 'integer' && !Number.isSafeInteger(number)) return 'not-whole';
  if (id === 'packSize' && number <= 0) return 'not-positive';
  return allowed && !allowed.includes(String(number)) ? 'not-allowed' : undefined;
}

/** A bare number in a column of dates is a day as spreadsheets count them. */
function readDay(cell: Cell, text: string, { from1904 = false }: SheetManner): CellRead {
  const serial = typeof cell === 'number' ? cell : /^\d{5}$/.test(text) ? Number(text) : undefined;
  const value = serial === undefined ? readDate(text) : dateOfSerial(serial, from1904);
  if (value === undefined) return { issue: 'not-a-date' };
  const doubtful = serial !== undefined || isAmbiguousDate(text);
  return { value, ...(doubtful && { issue: 'date-doubtful' as const }) };
}
