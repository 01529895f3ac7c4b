/** The faults of a row before its cells are looked at: more cells than headings, fewer, or cells that ran together. */
import { textOfCell, type Cells } from '../../spreadsheet/cell';
import type { SheetRow, TableFile } from '../../spreadsheet/table-file';
import type { CellIssue } from '../import-issue';

const faults = { quotes: 'open-quote', 'rows-in-cell': 'rows-in-cell' } as const;

export function shapeIssues(
  { cells, fault }: SheetRow,
  heading: Cells,
  kind: TableFile['kind'],
): CellIssue[] {
  const surplus = cells.slice(heading.length).filter((cell) => textOfCell(cell) !== '');
  // a workbook leaves blank cells at the end of a row out; a text file has its separators all the same
  const isShort = kind === 'text' && cells.length < filledWidth(heading);
  return [
    ...(fault ? [{ column: '', code: faults[fault] }] : []),
    ...(surplus.length > 0
      ? [
          {
            column: '',
            code: 'more-cells' as const,
            data: { text: surplus.map(textOfCell).join(', ').slice(0, 200) },
          },
        ]
      : []),
    ...(isShort
      ? [{ column: '', code: 'row-short' as const, data: { cells: cells.length, headings: heading.length } }]
      : []),
  ];
}

/** Headings up to the last that says something. */
const filledWidth = (heading: Cells): number =>
  heading.map((cell) => textOfCell(cell) !== '').lastIndexOf(true) + 1;
