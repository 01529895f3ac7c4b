/** Which column of the table each column of a file is. */
import { folded, textOfCell, type Cells } from './cell';
import { keyColumns, propertyKey, type Column, type TableName } from './columns';
import { columnNames, isProblemsColumn } from './names-in-words';

export interface MatchedColumns {
  /** by position in the file; undefined is passed over */
  columns: readonly (Column | undefined)[];
  /** headers that say nothing to us */
  unknown: string[];
  /** without these no row can be told from another */
  missing: string[];
}

export function matchColumns(table: TableName, header: Cells, known: readonly Column[]): MatchedColumns {
  const named = known.map((column) => ({ column, names: namesOf(column) }));
  const used = new Set<string>();
  const unknown: string[] = [];
  const columns = header.map((cell) => {
    const text = textOfCell(cell);
    const column = named.find(({ names }) => names.has(folded(text)))?.column;
    if (column && !used.has(column.id)) {
      used.add(column.id);
      return column;
    }
    if (text !== '' && !isProblemsColumn(text)) unknown.push(text);
    return undefined;
  });
  const missing = used.has('id') ? [] : keyColumns[table].filter((id) => !used.has(id));
  return { columns, unknown, missing: [...missing] };
}

function namesOf({ id, name }: Column): Set<string> {
  const key = propertyKey(id);
  return key === undefined ? columnNames(id) : new Set([id, key, name ?? key].map(folded));
}
