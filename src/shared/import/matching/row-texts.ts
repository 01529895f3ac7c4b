/** A row whose cells are settled one by one before they are read: texts by column, and the texts that replace them. */
import { textOfCell, type Cell, type Cells } from '../../spreadsheet/cell';
import type { SheetRow } from '../../spreadsheet/table-file';
import type { CellIssue } from '../import-issue';
import type { InFile } from '../plan-file';

export interface OpenRow {
  line: number;
  text: (column: string) => string;
  put: (column: string, value: string) => void;
  doubts: CellIssue[];
}

/** A column that the file lacks stands behind all others, where something is put into it. */
interface Layout {
  inFile: readonly InFile[];
  heading: Cells;
  open: (row: SheetRow) => OpenRow & { row: () => SheetRow };
}

export function layoutOf(
  heading: Cells,
  rows: readonly SheetRow[],
  inFile: readonly InFile[],
  more: readonly InFile['column'][],
): Layout {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), heading.length);
  const added = more
    .filter(({ id }) => !inFile.some(({ column }) => column.id === id))
    .map((column, at) => ({ column, at: width + at }));
  const all = [...inFile, ...added];
  const places = new Map(all.map(({ column, at }) => [column.id, at]));
  const padded = (cells: Cells): Cell[] => {
    const copy = [...cells];
    while (copy.length < width + added.length) copy.push(null);
    return copy;
  };
  return {
    inFile: all,
    heading: [...padded(heading).slice(0, width), ...added.map(({ column }) => column.id)],
    open: (row) => {
      const cells = padded(row.cells);
      return {
        line: row.line,
        text: (column) => textOfCell(cells[places.get(column) ?? -1]),
        put: (column, value) => {
          const at = places.get(column);
          if (at !== undefined) cells[at] = value === '' ? null : value;
        },
        doubts: [],
        row: () => ({ ...row, cells }),
      };
    },
  };
}
