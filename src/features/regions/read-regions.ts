/**
 * Regions in a list as people copy it from a spreadsheet: a line each, with code, name, level and the code of the region it
 * lies in. Pure.
 */
import type { RegionAnswer } from '#shared/api/region';
import type { Cell } from '#shared/spreadsheet/cell';
import { readDelimited } from '#shared/spreadsheet/read-delimited';

export interface Line {
  /** of the list, 1 = its first */
  line: number;
  code: string;
  name: string;
  level: string;
  /** code of the region that it lies in; '': the country */
  parent: string;
}

type LineIssue = 'no-code' | 'no-name' | 'twice' | 'no-parent' | 'circle';

interface ReadLine extends Line {
  outcome: 'new' | 'there' | LineIssue;
}

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
const headings = ['code', 'kode', 'code de région', 'código', 'الرمز'];

/** In the order of the list. A region that is there already, by its code, stays as it is. */
export function readRegions(text: string, known: readonly RegionAnswer[]): ReadLine[] {
  const lines = linesOf(text);
  const here = new Set(known.map(({ code }) => fold(code)));
  const listed = new Map<string, Line>();
  const twice = new Set<Line>();
  for (const line of lines) {
    if (listed.has(fold(line.code))) twice.add(line);
    else listed.set(fold(line.code), line);
  }
  return lines.map((line) => ({ ...line, outcome: outcomeOf(line, here, listed, twice) }));
}

const toText = (cell: Cell): string =>
  typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';

/** A text copied from a spreadsheet has tabs. */
const separatorOf = (text: string): string => ['\t', ';'].find((sign) => text.includes(sign)) ?? ',';

function linesOf(text: string): Line[] {
  const read = readDelimited(text, separatorOf(text));
  const rows = ('rows' in read ? read.rows : []).map(({ cells, line }) => ({
    cells: cells.map(toText),
    line,
  }));
  const [first] = rows;
  const body = first && headings.includes(fold(first.cells[0] ?? '')) ? rows.slice(1) : rows;
  return body
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ cells: [code = '', name = '', level = '', parent = ''], line }) => ({
      line,
      code,
      name,
      level,
      parent,
    }));
}

function outcomeOf(
  line: Line,
  here: ReadonlySet<string>,
  listed: ReadonlyMap<string, Line>,
  twice: ReadonlySet<Line>,
): ReadLine['outcome'] {
  if (line.code === '') return 'no-code';
  if (line.name === '') return 'no-name';
  if (twice.has(line)) return 'twice';
  if (here.has(fold(line.code))) return 'there';
  const seen = new Set([fold(line.code)]);
  for (let above = line.parent; above !== ''; above = listed.get(fold(above))?.parent ?? '') {
    if (seen.has(fold(above))) return 'circle';
    if (here.has(fold(above))) return 'new';
    if (!listed.has(fold(above))) return 'no-parent';
    seen.add(fold(above));
  }
  return 'new';
}

/** The new ones, each after the one that it lies in. */
export function inOrder(lines: readonly ReadLine[]): ReadLine[] {
  const fresh = new Map(
    lines.filter(({ outcome }) => outcome === 'new').map((line) => [fold(line.code), line]),
  );
  const ordered = new Set<ReadLine>();
  const add = (line: ReadLine): void => {
    const above = fresh.get(fold(line.parent));
    if (above && !ordered.has(above)) add(above);
    ordered.add(line);
  };
  for (const line of fresh.values()) add(line);
  return [...ordered];
}

export const faultsOf = (lines: readonly ReadLine[]): (Line & { fault: LineIssue })[] =>
  lines.flatMap(({ outcome, ...line }) =>
    outcome === 'new' || outcome === 'there' ? [] : [{ ...line, fault: outcome }],
  );

export const sameCode = (a: string, b: string): boolean => fold(a) === fold(b);
