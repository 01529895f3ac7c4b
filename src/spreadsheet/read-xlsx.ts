/** The first sheet of a workbook. The reader is fetched when a workbook is first opened. */
import type { Cell, Sheet } from './cell';
import { undoDefuse } from './defuse';
import { MOST_UNPACKED_BYTES, TooLarge } from './too-large';
import { unpackedBytes, zipEntry } from './zip-entry';

/** Undefined when there is no row in it. Rejects when it is no workbook, with `TooLarge` when it is more than a device can hold. */
export async function readXlsx(bytes: ArrayBuffer): Promise<Sheet | undefined> {
  if (unpackedBytes(bytes) > MOST_UNPACKED_BYTES) throw new TooLarge();
  const { readSheet } = await import('read-excel-file/universal');
  const rows = await readSheet(bytes);
  const [header, ...rest] = rows
    .map((row) => row.map(toCell))
    .filter((row) => row.some((cell) => cell !== null));
  return header && { header, rows: rest, from1904: await isFrom1904(bytes) };
}

/** Cells that are called dates are counted right by the reader; a bare number in a column of dates is not. */
async function isFrom1904(bytes: ArrayBuffer): Promise<boolean> {
  const workbook = await zipEntry(bytes, 'xl/workbook.xml').catch(() => undefined);
  return /<workbookPr\b[^>]*\bdate1904="(1|true)"/.test(workbook ?? '');
}

/** A cell that a spreadsheet calls a date is a day, counted from the workbook's own beginning. */
function toCell(value: unknown): Cell {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10);
  if (typeof value === 'string') return value.trim() === '' ? null : undoDefuse(value);
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
