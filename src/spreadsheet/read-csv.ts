/** A text file of cells: comma, semicolon or tab between them. */
import Papa from 'papaparse';
import type { Cell, Sheet } from './cell';
import { undoDefuse } from './defuse';

const delimiters = [',', ';', '\t'];

/** Undefined when there is no row in it. */
export function readCsv(text: string): Sheet | undefined {
  // some spreadsheets say in a first line of its own what is between the cells
  const said = /^\uFEFF?sep=(.)\r?\n/.exec(text);
  const body = said ? text.slice(said[0].length) : text.replace(/^\uFEFF/, '');
  const delimiter = said?.[1] ?? delimiterOf(body);
  const { data } = Papa.parse<string[]>(body, { delimiter, skipEmptyLines: 'greedy' });
  const [header, ...rows] = data.map((row) => row.map(toCell));
  return header && { header, rows, decimalComma: delimiter !== ',' };
}

/** What splits the first row into most cells. */
function delimiterOf(text: string): string {
  const counts = delimiters.map((delimiter) => ({
    delimiter,
    cells: Papa.parse<string[]>(text, { delimiter, preview: 1 }).data[0]?.length ?? 0,
  }));
  return counts.reduce((most, one) => (one.cells > most.cells ? one : most)).delimiter;
}

const toCell = (text: string): Cell => (text.trim() === '' ? null : undoDefuse(text));
