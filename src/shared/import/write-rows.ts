/** Records as the rows of a table: an export writes them, and an import compares with them. */
import type { FunctionalStatus } from '../domain/functional-status';
import type { Cell, Cells } from '../spreadsheet/cell';
import { fieldOf, type Around, type TableRecord } from './around';
import { propertyKey, type Column, type ColumnKind } from './column';

/** The words of the reader's language that stand in cells. */
export interface CellWords {
  yes: string;
  no: string;
  status: (status: FunctionalStatus) => string;
}

export type CellWriter = (column: Column, record: TableRecord) => Cell;

export function cellWriter(around: Around, words: CellWords): CellWriter {
  const names = new Map(
    [...around.classes, ...around.categories, ...around.types].map(({ id, name }) => [id, name]),
  );
  const codes = new Map(around.items.map(({ id, code }) => [id, code]));
  const yesNo = (value: unknown): Cell =>
    typeof value === 'boolean' ? (value ? words.yes : words.no) : plain(value);
  const named = (value: unknown): Cell => names.get(String(value)) ?? plain(value);
  const writers: Partial<Record<ColumnKind, (value: unknown) => Cell>> = {
    'yes-no': yesNo,
    // every status of the domain has its words
    status: (value) => (typeof value === 'string' ? words.status(value as FunctionalStatus) : null),
    class: named,
    category: named,
    type: named,
    item: (value) => codes.get(String(value)) ?? plain(value),
  };
  return (column, record) => {
    if (column.kind === 'retired') return yesNo(record.deletedAt !== undefined);
    const key = propertyKey(column.id);
    const value = key === undefined ? fieldOf(record, column.id) : record.properties?.[key];
    return (writers[column.kind] ?? plain)(value);
  };
}

const plain = (value: unknown): Cell =>
  typeof value === 'string'
    ? value === ''
      ? null
      : value
    : typeof value === 'number' || typeof value === 'boolean'
      ? value
      : null;

export const writeRows = (
  columns: readonly Column[],
  headers: Cells,
  records: readonly TableRecord[],
  write: CellWriter,
): Cells[] => [headers, ...records.map((record) => columns.map((column) => write(column, record)))];
