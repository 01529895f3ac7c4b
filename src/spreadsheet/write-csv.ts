/** A table as a text file that every spreadsheet reads: UTF-8 with its mark, commas, formulas defused. */
import Papa from 'papaparse';
import type { Cells } from './cell';
import { defuse } from './defuse';

export function writeCsv(rows: readonly Cells[]): string {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? defuse(cell) : (cell ?? ''))),
  );
  return `\uFEFF${Papa.unparse(cells, { newline: '\r\n' })}\r\n`;
}
