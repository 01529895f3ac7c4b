/** What an import would do, row by row: what is new, what differs and in which cells, what is the same, and what is wrong. */
import type { ImportedRecord } from '#shared/commands/import-central-data';
import type { Around, TableRecord } from './around';
import type { Cells, Sheet } from '../../spreadsheet/cell';
import { columnsOf, keyColumns, type Column, type TableName } from './columns';
import { isWarning, type CellIssue } from './issue';
import { matchTable, type TableColumns } from './match-columns';
import { namesOf } from './names-of-records';
import { readRow, type CellChange, type RowContext } from './read-row';
import { recordIndex } from './record-index';
import type { CellWriter } from './write-rows';

export type Outcome = 'new' | 'changed' | 'same' | 'error';

export interface PlannedRow<Record> {
  /** its number in the file; the header is row 1 */
  line: number;
  cells: Cells;
  outcome: Outcome;
  record: Record;
  changes: readonly CellChange[];
  issues: readonly CellIssue[];
}

/** `known`: all columns that such a table may have */
export interface Plan<Record> extends TableColumns {
  header: Cells;
  known: readonly Column[];
  rows: readonly PlannedRow<Record>[];
}

export interface PlanInput {
  table: TableName;
  sheet: Sheet;
  records: readonly TableRecord[];
  around: Around;
  write: CellWriter;
}

export function planImport({ table, sheet, records, around, write }: PlanInput): Plan<ImportedRecord> {
  const known = columnsOf(table, around);
  const matched = matchTable(table, sheet.header, known);
  const plan = { ...matched, known, header: sheet.header };
  if (matched.missing.length > 0) return { ...plan, rows: [] };
  const context: RowContext = {
    table,
    known,
    inFile: inOrder(known, matched.columns),
    manner: { decimalComma: sheet.decimalComma, from1904: sheet.from1904 },
    names: namesOf(around),
    properties: around.properties,
    write,
    index: recordIndex(table, records),
  };
  const seen = new Map<string, number>();
  return { ...plan, rows: sheet.rows.map((cells, at) => planRow(context, cells, at + 2, seen)) };
}

const inOrder = (known: readonly Column[], columns: readonly (Column | undefined)[]): RowContext['inFile'] =>
  known.flatMap((column) => {
    const at = columns.findIndex((one) => one?.id === column.id);
    return at === -1 ? [] : [{ column, at }];
  });

function planRow(
  context: RowContext,
  cells: Cells,
  line: number,
  seen: Map<string, number>,
): PlannedRow<ImportedRecord> {
  const { target, key, record, changes, issues: read } = readRow(context, cells);
  const issues = [...read, ...repeated(context.table, target?.id, key, line, seen)];
  const isWrong = issues.some((issue) => !isWarning(issue));
  const outcome = isWrong ? 'error' : !target ? 'new' : changes.length > 0 ? 'changed' : 'same';
  return { line, cells, outcome, record, changes, issues: outcome === 'same' ? [] : issues };
}

/** Two rows of a file for one record: the second would undo the first. */
function repeated(
  table: TableName,
  id: string | undefined,
  key: string | undefined,
  line: number,
  seen: Map<string, number>,
): CellIssue[] {
  const marks = [...(id === undefined ? [] : [`id ${id}`]), ...(key === undefined ? [] : [`key ${key}`])];
  const before = marks.map((mark) => seen.get(mark)).find((row) => row !== undefined);
  for (const mark of marks) if (!seen.has(mark)) seen.set(mark, line);
  return before === undefined
    ? []
    : [{ column: keyColumns(table).at(-1) ?? 'id', code: 'same-row', data: { row: before } }];
}
