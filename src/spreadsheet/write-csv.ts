/**
 * A table as a text file that every spreadsheet reads: UTF-8 with its mark and commas, unless it is to be as another file was.
 * Formulas are defused.
 */
import Papa from 'papaparse';
import { textOfCell, type Cell, type Cells } from '#shared/spreadsheet/cell';
import { defuse } from '#shared/spreadsheet/defuse';
import { encodeText } from '#shared/spreadsheet/encoding/write-text';

interface TextManner {
  separator?: string | undefined;
  encoding?: string | undefined;
}

export const writeCsv = (
  rows: readonly Cells[],
  { separator = ',', encoding = 'utf-8' }: TextManner = {},
): Uint8Array<ArrayBuffer> => encodeText(csvText(rows, separator), encoding);

export const csvText = (rows: readonly Cells[], separator = ','): string =>
  `${Papa.unparse(
    rows.map((row) => row.map(toField)),
    { delimiter: separator, newline: '\r\n' },
  )}\r\n`;

const toField = (cell: Cell): string | number | boolean =>
  typeof cell === 'number' || typeof cell === 'boolean'
    ? cell
    : typeof cell === 'string'
      ? defuse(cell)
      : textOfCell(cell);
