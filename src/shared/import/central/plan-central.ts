/** The plan of an import of central data. */
import type { ImportedRecord } from '../../commands/import-central-data';
import type { Around, TableRecord } from '../around';
import { planFile, type PlanRequest } from '../plan-file';
import type { CellWriter } from '../write-rows';
import { namesOf } from '../names/names-of-records';
import type { Planned, PlannedRow } from '../planned';
import type { SheetRow } from '../../spreadsheet/table-file';
import { isWarning, type CellIssue } from '../import-issue';
import { columnsOf, keyColumns, type TableName } from './columns';
import { readRow, targetOf, type RowContext } from './read-row';
import { recordIndex } from './record-index';

interface CentralSubject {
  table: TableName;
  records: readonly TableRecord[];
  around: Around;
  write: CellWriter;
}

export function planCentral(
  request: PlanRequest,
  { table, records, around, write }: CentralSubject,
): Promise<Planned<ImportedRecord>> {
  const index = recordIndex(table, records);
  const names = namesOf(around);
  const keys = keyColumns(table);
  return planFile<ImportedRecord, TableRecord>(request, {
    known: columnsOf(table, around),
    keys: keys.length > 0 ? [keys] : [],
    write,
    target: (texts) => targetOf({ table, names, index }, texts),
    plan: async (reading) => {
      const context: RowContext = { ...reading, table, names, index, write, properties: around.properties };
      const seen = new Map<string, number>();
      const rows: PlannedRow<ImportedRecord>[] = [];
      for (const [at, row] of reading.rows.entries()) {
        rows.push(planRow(context, row, reading.targets[at], seen));
        await reading.pause(rows.length);
      }
      return { rows, questions: [] };
    },
  });
}

function planRow(
  context: RowContext,
  row: SheetRow,
  target: TableRecord | undefined,
  seen: Map<string, number>,
): PlannedRow<ImportedRecord> {
  const { line, cells } = row;
  const read = readRow(context, row, target);
  const { changes } = read;
  const issues = [...read.issues, ...repeated(context.table, target?.id, read.key, line, seen)];
  const isWrong = issues.some((issue) => !isWarning(issue));
  const outcome = isWrong ? 'wrong' : !target ? 'new' : changes.length > 0 ? 'changed' : 'same';
  const { record, stored, values } = read;
  return { line, cells, outcome, record, changes, issues, stored, values };
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
