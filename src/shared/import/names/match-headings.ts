/** Matches each column of a file to a column of a table, by its heading or by a person's choice. */
import { textOfCell, type Cells } from '../../spreadsheet/cell';
import { propertyKey, type Column } from '../column';
import { columnWords, otherNames, passedOver, propertyNames } from './column-words';
import { sameHeading } from './same-heading';

/** A person's choices for headings: the column of each, '' for one that is to be passed over. Keys are headings. */
export type Mapping = Readonly<Record<string, string>>;

export interface MatchedColumns {
  /** by position in the file; undefined is passed over */
  columns: readonly (Column | undefined)[];
  /** headings that the app does not know */
  unknown: readonly string[];
}

export type HeadingIndex = ReadonlyMap<string, Column>;

/** The first of two columns with one name has it. */
export function headingIndex(known: readonly Column[]): HeadingIndex {
  const index = new Map<string, Column>();
  const levels = [ownNames, wordsOf, otherNamesOf];
  const named = levels.flatMap((namesOf) =>
    known.flatMap((column) => namesOf(column).map((name) => [sameHeading(name), column] as const)),
  );
  for (const [name, column] of named) if (!index.has(name)) index.set(name, column);
  return index;
}

const ownNames = ({ id, name, variants = [] }: Column): string[] => [
  id,
  ...(propertyKey(id) === undefined
    ? name === undefined
      ? []
      : [name]
    : [propertyKey(id) ?? '', name ?? '', ...variants.map((one) => one.name)]),
];

const wordsOf = ({ id }: Column): readonly string[] => columnWords[id] ?? [];

function otherNamesOf({ id, names = [] }: Column): readonly string[] {
  const key = propertyKey(id);
  if (key === undefined) return [...(otherNames[id] ?? []), ...names];
  return propertyNames.flatMap(([ours, theirs]) => (key === ours ? [theirs] : key === theirs ? [ours] : []));
}

/** Matches the columns of a file. Of two with one meaning the first is taken. */
export function matchHeadings(heading: Cells, index: HeadingIndex, mapping: Mapping = {}): MatchedColumns {
  const said = new Map(Object.entries(mapping).map(([name, id]) => [sameHeading(name), id]));
  const byId = new Map([...index.values()].map((column) => [column.id, column]));
  // what was said of another file's heading takes no column from this one
  const mapped = new Set(heading.map((cell) => said.get(sameHeading(textOfCell(cell)))));
  const used = new Set<Column>();
  const unknown: string[] = [];
  const columns = heading.map((cell) => {
    const text = textOfCell(cell);
    const name = sameHeading(text);
    const chosen = said.get(name);
    if (name === '' || chosen === '') return undefined;
    const own = chosen === undefined ? index.get(name) : byId.get(chosen);
    const column = chosen === undefined && own && mapped.has(own.id) ? undefined : own;
    if (column && !used.has(column)) {
      used.add(column);
      return column;
    }
    if (!isPassedOver(name)) unknown.push(text);
    return undefined;
  });
  return { columns, unknown };
}

const silent = new Set([...passedOver, 'problems', ...(columnWords['problems'] ?? [])].map(sameHeading));

const isPassedOver = (name: string): boolean => silent.has(name);

/** The number of cells that are known headings. */
export const knownHeadings = (cells: Cells, index: HeadingIndex, mapping: Mapping = {}): number =>
  matchHeadings(cells, index, mapping).columns.filter((column) => column !== undefined).length;
