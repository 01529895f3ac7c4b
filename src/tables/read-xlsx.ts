/** The first sheet of a workbook. The reader is fetched when a workbook is first opened. */
import type { Cell, Sheet } from './cell';
import { undoDefuse } from './defuse';

/** Undefined when there is no row in it. Rejects when it is no workbook. */
export async function readXlsx(bytes: ArrayBuffer): Promise<Sheet | undefined> {
  const { readSheet } = await import('read-excel-file/universal');
  const rows = await readSheet(bytes);
  const [header, ...rest] = rows
    .map((row) => row.map(toCell))
    .filter((row) => row.some((cell) => cell !== null));
  return header && { header, rows: rest };
}

/** A cell that a spreadsheet calls a date is a day, counted from the workbook's own beginning. */
function toCell(value: unknown): Cell {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10);
  if (typeof value === 'string') return value.trim() === '' ? null : undoDefuse(value);
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
