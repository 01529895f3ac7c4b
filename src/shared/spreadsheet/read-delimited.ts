/**
 * The rows of a text whose cells stand between separators. csv-parse reads it; two faults that it cannot see are found here. A
 * quote that is never closed is an error with its line, and a cell that has swallowed other rows marks its row.
 */
import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { undoDefuse } from './defuse';
import type { Cell } from './cell';
import type { RowFault, SheetRow, Unreadable } from './table-file';

const lineBreaks = ['\r\n', '\n', '\r'];
const grammar = {
  relax_column_count: true,
  ltrim: true,
  record_delimiter: lineBreaks,
};

interface Parsed {
  record: string[];
  raw: string;
}

type DelimitedRead = { rows: SheetRow[] } | { error: Unreadable };

/** `before`: how many lines of the file stand before this text. */
export function readDelimited(text: string, separator: string, before = 0): DelimitedRead {
  const found: Parsed[] = [];
  try {
    parse(text, {
      ...grammar,
      delimiter: separator,
      relax_quotes: true,
      raw: true,
      on_record: (parsed: unknown) => {
        // with `raw` a record comes with the text that it stands in
        found.push(parsed as Parsed);
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { error: { code: 'open-quote', line: before + found.length + 1 } };
  }
  const width = found.find(({ record }) => record.length > 1)?.record.length ?? 1;
  return { rows: found.map((parsed, at) => toRow(parsed, before + at + 1, separator, width)) };
}

function toRow({ record, raw }: Parsed, line: number, separator: string, width: number): SheetRow {
  const isOdd = record.some((cell) => cell.startsWith('"')) && !isWellFormed(raw, separator);
  const fault = faultOf(record, { isOdd, separator, width });
  const cells = (isOdd ? record.map(withoutMarks) : record).map(toCell);
  return { line, cells, ...(fault && { fault }) };
}

/** Blanks after the closing mark leave the marks in the cell. */
const withoutMarks = (cell: string): string => /^"([^"]*)"\s+$/.exec(cell)?.[1] ?? cell;

/** Programs that write for spreadsheets give `="00123"` for a text that these would take for a number. */
const kept = /^\s*="([^"]*)"\s*$/;

function toCell(text: string): Cell {
  const cell = kept.exec(text)?.[1] ?? undoDefuse(text);
  return cell.trim() === '' ? null : cell;
}

/** Only a cell of several lines can hide a row. */
function faultOf(
  record: readonly string[],
  { isOdd, separator, width }: { isOdd: boolean; separator: string; width: number },
): RowFault | undefined {
  const long = record.flatMap((cell, at) => (/[\r\n]/.test(cell) ? [{ cell, at }] : []));
  if (long.some(({ cell, at }) => looksSwallowed(cell, { at, width, separator }))) return 'rows-in-cell';
  return isOdd && long.some(({ cell }) => cell.startsWith('"')) ? 'quotes' : undefined;
}

/** The lines in the cell have just the separators that the rows they once were would have. */
function looksSwallowed(
  cell: string,
  { at, width, separator }: { at: number; width: number; separator: string },
): boolean {
  const counts = cell.split(/\r\n|\n|\r/).map((line) => line.split(separator).length - 1);
  const [first, ...rest] = counts;
  const last = rest.pop();
  if (width < 3 || first === undefined || last === undefined) return false;
  const isWhole = (count: number): boolean => count === width - 1;
  return first === width - 1 - at && last === at && rest.every(isWhole);
}

function isWellFormed(raw: string, separator: string): boolean {
  try {
    parse(raw, { ...grammar, delimiter: separator });
    return true;
  } catch {
    return false;
  }
}
