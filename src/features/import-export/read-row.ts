/** One row of a file: which record it is, what it says of it that is not so already, and what is wrong with it. */
import type { ImportedRecord } from '#shared/commands/import-central-data';
import type { AssetProperty } from '#shared/domain/hierarchy';
import { fieldOf, type TableRecord } from './around';
import { textOfCell, type Cell, type Cells } from '../../spreadsheet/cell';
import { keyColumns, propertyKey, type Column, type TableName } from './columns';
import type { CellIssue, IssueCode } from './issue';
import type { Names } from './names-of-records';
import { readCell, type CellRead, type SheetManner, type Value } from './read-cell';
import { readName } from './read-name';
import { keyOf, type RecordIndex } from './record-index';
import { absent, notForType, staysRetired, taken, type Said } from './row-rules';
import { hasDefault, toRecord } from './to-record';
import type { CellWriter } from './write-rows';

export interface RowContext {
  table: TableName;
  /** all columns that the table may have */
  known: readonly Column[];
  /** those that the file has, a class before its categories, and where each stands */
  inFile: readonly { column: Column; at: number }[];
  manner: SheetManner;
  names: Names;
  properties: readonly AssetProperty[];
  write: CellWriter;
  index: RecordIndex;
}

/** A cell that says something else than what is stored. */
export interface CellChange {
  column: string;
  from: Cell;
  to: Cell;
}

export interface RowRead {
  target: TableRecord | undefined;
  /** what a person knows the record by, once the row is in */
  key: string | undefined;
  record: ImportedRecord;
  changes: CellChange[];
  issues: CellIssue[];
}

export function readRow(context: RowContext, cells: Cells): RowRead {
  const { table, known, inFile, index, properties } = context;
  const named = readCells(context, cells, undefined, ({ id }) => keyColumns(table).includes(id));
  const id = textOfCell(cells[inFile.find(({ column }) => column.kind === 'id')?.at ?? -1]);
  const byKey = keyOf(table, named.place);
  const target = index.byId.get(id) ?? (byKey === undefined ? undefined : index.byKey.get(byKey));
  const { said, changes, issues, place } = readCells(context, cells, target, ({ kind }) => kind !== 'id');
  const key = keyOf(table, place);
  return {
    target,
    key,
    record: toRecord(table, said, target),
    // a new record has no cells that change: all of it is new
    changes: target ? changes : [],
    issues: [
      ...(id !== '' && !index.byId.has(id) ? [{ column: 'id', code: 'unknown-id' as const }] : []),
      ...issues,
      ...(target
        ? []
        : absent(
            known,
            inFile.map(({ column }) => column),
          )),
      ...taken(table, index, target, key),
      ...notForType(properties, said, place),
      ...staysRetired(table, target, said),
    ],
  };
}

interface CellsRead {
  said: Said[];
  changes: CellChange[];
  issues: CellIssue[];
  /** a field as it will be */
  place: (field: string) => unknown;
}

function readCells(
  { table, inFile, names, manner, write }: RowContext,
  cells: Cells,
  target: TableRecord | undefined,
  isMeant: (column: Column) => boolean,
): CellsRead {
  const read: CellsRead = {
    said: [],
    changes: [],
    issues: [],
    place: (field) => placed.get(field) ?? fieldOf(target, field),
  };
  const placed = new Map<string, unknown>();
  for (const { column, at } of inFile.filter((one) => isMeant(one.column))) {
    const cell = cells[at] ?? null;
    const before = target ? write(column, target) : null;
    if (target && textOfCell(before) === textOfCell(cell)) continue;
    if (textOfCell(cell) === '' && isKept(table, column)) continue;
    const { value, issue }: CellRead =
      readName(column, cell, names, read.place) ?? readCell(column, cell, manner);
    if (value !== undefined) placed.set(column.id, value);
    if (!isAlready(column, value, target)) note(read, column, { value, issue }, { from: before, to: cell });
  }
  return read;
}

function note(
  { said, changes, issues }: CellsRead,
  column: Column,
  { value, issue }: { value: Value | undefined; issue: IssueCode | undefined },
  change: { from: Cell; to: Cell },
): void {
  if (issue) issues.push({ column: column.id, code: issue });
  if (value === undefined) return;
  said.push([column, value]);
  changes.push({ column: column.id, ...change });
}

/** A blank cell says nothing of these; of others it clears what was there. */
const isKept = (table: TableName, { id, kind }: Column): boolean =>
  kind === 'retired' || hasDefault(table, id);

/** True when the record says so already; a new one says nothing where a cell is blank. */
function isAlready({ id, kind }: Column, value: unknown, target: TableRecord | undefined): boolean {
  if (!target) return value === null;
  if (kind === 'retired') return value === (target.deletedAt !== undefined);
  const key = propertyKey(id);
  return value === ((key === undefined ? fieldOf(target, id) : target.properties?.[key]) ?? null);
}
