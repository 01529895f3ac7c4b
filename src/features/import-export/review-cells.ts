/** The rows of a review as they are drawn: per cell the new value, the former one, and its faults. */
import type { Column } from '#shared/import/column';
import { isWarning, type CellIssue } from '#shared/import/import-issue';
import type { Plan, PlannedRow } from '#shared/import/planned';
import { textOfCell } from '#shared/spreadsheet/cell';

interface ColumnInFile {
  column: Column;
  at: number;
}

interface ReviewCell {
  id: string;
  /** the value that will be stored; the file's text where that could not be read */
  text: string;
  /** the file's text, where it is written otherwise */
  inFile: string | undefined;
  /** the former value, '' for nothing; undefined where it stays */
  was: string | undefined;
  issues: readonly CellIssue[];
}

/** A column that is blank from top to bottom is left out, unless the blanks are a fault or a change. */
export function columnsToShow<Row>({ columns, rows }: Plan<Row>): ColumnInFile[] {
  const inFile = columns.flatMap((column, at) => (column ? [{ column, at }] : []));
  const told = new Set(
    rows.flatMap(({ issues, changes }) => [...issues, ...changes].map(({ column }) => column)),
  );
  return inFile.filter(
    ({ column, at }) => told.has(column.id) || rows.some(({ cells }) => textOfCell(cells[at]) !== ''),
  );
}

export const cellsOf = <Row>(row: PlannedRow<Row>, columns: readonly ColumnInFile[]): ReviewCell[] =>
  columns.map(({ column, at }) => {
    const change = row.changes.find((one) => one.column === column.id);
    const issues = row.issues.filter((issue) => issue.column === column.id);
    const written = textOfCell(row.cells[at]);
    const isRead = Object.hasOwn(row.stored, column.id) && !issues.some((issue) => !isWarning(issue));
    const text = isRead ? textOfCell(row.stored[column.id]) : written;
    return {
      id: column.id,
      text,
      inFile: isRead && written !== '' && written !== text ? written : undefined,
      was: change && textOfCell(change.from),
      issues,
    };
  });

/** A column that the file lacks may still be the fault. */
export const issuesElsewhere = <Row>(
  { issues }: PlannedRow<Row>,
  columns: readonly ColumnInFile[],
): CellIssue[] => issues.filter((issue) => !columns.some(({ column }) => column.id === issue.column));

export const toneOf = (issue: CellIssue): 'warning' | 'error' => (isWarning(issue) ? 'warning' : 'error');
