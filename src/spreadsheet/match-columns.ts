/** Which column of a table each column of a file is. */
import { folded, textOfCell, type Cells } from './cell';

export interface NamedColumn<Column> {
  column: Column;
  /** all that its header may say, folded */
  names: ReadonlySet<string>;
}

export interface MatchedColumns<Column> {
  /** by position in the file; undefined is passed over */
  columns: readonly (Column | undefined)[];
  /** headers that say nothing to us */
  unknown: readonly string[];
}

/** Of two columns of a file with one meaning the first is taken. Headers that are `passed` over are not unknown. */
export function matchColumns<Column>(
  header: Cells,
  known: readonly NamedColumn<Column>[],
  passed: (header: string) => boolean,
): MatchedColumns<Column> {
  const used = new Set<Column>();
  const unknown: string[] = [];
  const columns = header.map((cell) => {
    const text = textOfCell(cell);
    const column = known.find(({ names }) => names.has(folded(text)))?.column;
    if (column !== undefined && !used.has(column)) {
      used.add(column);
      return column;
    }
    if (text !== '' && !passed(text)) unknown.push(text);
    return undefined;
  });
  return { columns, unknown };
}
