/**
 * The sign between the cells of a text file: the one that the file names, else the one that makes the most even table of its
 * first lines.
 */
import { parse } from 'csv-parse/browser/esm/sync';

export const separators = [',', ';', '\t', '|'] as const;

const LINES = 40;

/** The separator that some spreadsheets name in a first line of its own. */
export function saidSeparator(text: string): { separator: string; length: number } | undefined {
  const said = /^sep=(.)(\r\n|\n|\r)/i.exec(text);
  return said?.[1] === undefined ? undefined : { separator: said[1], length: said[0].length };
}

export function guessSeparator(text: string): string {
  const start = firstLines(text);
  const ranked = separators.map((separator) => ({ separator, ...evenness(start, separator) }));
  const most = ranked.reduce((best, one) =>
    one.even > best.even || (one.even === best.even && one.cells > best.cells) ? one : best,
  );
  // a row that never ends, as after a quote that is never closed, leaves the first line as it stands
  return most.cells > 1 ? most.separator : commonest(start.split(/\r\n|\n|\r/, 1)[0] ?? '');
}

const commonest = (line: string): string =>
  separators.reduce<string>(
    (best, one) => (line.split(one).length > line.split(best).length ? one : best),
    ',',
  );

/** The number of lines that have the most common count of cells, and that count; one cell is no table. */
function evenness(text: string, separator: string): { even: number; cells: number } {
  const widths = widthsOf(text, separator).filter((width) => width > 1);
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [cells = 1, even = 0] = [...counts].reduce<[number, number]>(
    (best, [width, count]) =>
      count > best[1] || (count === best[1] && width > best[0]) ? [width, count] : best,
    [1, 0],
  );
  return { even, cells };
}

function widthsOf(text: string, separator: string): number[] {
  const rows: string[][] = [];
  try {
    parse(text, {
      delimiter: separator,
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      on_record: (row: string[]) => void rows.push(row),
    });
  } catch {
    // a quote is open, here or because the lines were cut: the rows before it are enough
  }
  return rows.map(({ length }) => length);
}

function firstLines(text: string): string {
  let at = 0;
  for (let line = 0; line < LINES && at !== -1; line++) at = nextLine(text, at);
  return at === -1 ? text : text.slice(0, at);
}

function nextLine(text: string, from: number): number {
  const found = /\r\n|\n|\r/.exec(text.slice(from, from + 64 * 1024));
  return found ? from + found.index + found[0].length : -1;
}
