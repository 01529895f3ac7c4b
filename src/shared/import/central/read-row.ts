/** One row of a file: its record, the values that are news, and its faults. */
import { isGivenId } from '../../commands/given-id';
import type { ImportedRecord } from '../../commands/import-central-data';
import type { AssetProperty } from '../../domain/hierarchy';
import { entryOf, type KeyedField } from '../../domain/keyed-fields';
import { isPlainJson, type Json } from '../../json';
import { plainIdentity } from '../../same-identity';
import { textOfCell, type Cell } from '../../spreadsheet/cell';
import type { SheetRow } from '../../spreadsheet/table-file';
import { fieldOf, type TableRecord } from '../around';
import { columnFor, propertyKey, type Column } from '../column';
import type { CellIssue, IssueCode } from '../import-issue';
import type { Names } from '../names/names-of-records';
import type { InFile, Reading, RowTexts } from '../plan-file';
import type { CellChange } from '../planned';
import { readCell, type CellRead, type Value } from '../reading/read-cell';
import { readName } from '../reading/read-name';
import { shapeIssues } from '../reading/row-shape';
import type { CellWriter } from '../write-rows';
import type { TableName } from './columns';
import { keyOf, type RecordIndex } from './record-index';
import { absent, notForType, staysRetired, taken, type Said } from './row-rules';
import { hasDefault, toRecord } from './to-record';

export interface RowContext extends Reading<TableRecord> {
  table: TableName;
  names: Names;
  properties: readonly AssetProperty[];
  write: CellWriter;
  index: RecordIndex;
}

interface RowRead {
  target: TableRecord | undefined;
  /** the key by which a person knows the record, once the row is in */
  key: string | undefined;
  record: ImportedRecord;
  changes: CellChange[];
  issues: CellIssue[];
  stored: { [column: string]: Cell };
  values: { [field: string]: Json };
}

/** Finds the record by its id, else by the fields that people know it by. */
export function targetOf(
  { table, names, index }: Pick<RowContext, 'table' | 'names' | 'index'>,
  texts: RowTexts,
): TableRecord | undefined {
  const byId = index.byId.get(plainIdentity(texts.get('id') ?? ''));
  if (byId) return byId;
  const key = keyOf(table, (field) => {
    const text = texts.get(field);
    if (text === undefined) return undefined;
    const kind = field === 'itemId' ? 'item' : field === 'functionalStatus' ? 'status' : 'text';
    const column: Column = { id: field, kind };
    return (readName(column, text, names, () => undefined) ?? readCell(column, text, plainly)).value;
  });
  return key === undefined ? undefined : index.byKey.get(key);
}

const plainly = { manner: { from1904: false }, now: 0 };

export function readRow(context: RowContext, row: SheetRow, target: TableRecord | undefined): RowRead {
  const { table, known, inFile, index, properties } = context;
  const id = plainIdentity(
    textOfCell(row.cells[inFile.find(({ column }) => column.kind === 'id')?.at ?? -1]),
  );
  const { said, changes, issues, place } = readCells(context, row, target);
  const key = keyOf(table, place);
  const record = toRecord(table, said, { target, id });
  const columns = inFile.map(({ column }) => column);
  return {
    target,
    key,
    record,
    // a new record has no cells that change: all of it is new
    changes: target ? changes : [],
    ...seen(context, { target, record, columns }),
    issues: [
      ...shapeIssues(row, context.heading, context.kind),
      ...idIssues(id, target),
      ...issues,
      ...(target ? [] : absent(known, columns)),
      ...taken(table, index, target, key),
      ...notForType(properties, said, place),
      ...staysRetired(table, target, said),
    ],
  };
}

/** An id that is not known here is the one under which a new record is made; a record that is here keeps the one that it has. */
function idIssues(id: string, target: TableRecord | undefined): CellIssue[] {
  if (id === '' || id === target?.id) return [];
  if (target) return [{ column: 'id', code: 'unknown-id' }];
  return [{ column: 'id', code: isGivenId(id) ? 'new-id' : 'id-not-valid' }];
}

/** The record as it will be. */
function seen(
  { write, now }: Pick<RowContext, 'write' | 'now'>,
  {
    target,
    record,
    columns,
  }: { target: TableRecord | undefined; record: ImportedRecord; columns: readonly Column[] },
): Pick<RowRead, 'stored' | 'values'> {
  const { properties, nameIn, ...fields } = record.values;
  const retired = record.retired ?? target?.deletedAt !== undefined;
  const after: TableRecord = {
    id: '',
    ...target,
    ...fields,
    properties: { ...target?.properties, ...entriesOf(properties) },
    nameIn: { ...target?.nameIn, ...entriesOf(nameIn) },
    deletedAt: retired ? (target?.deletedAt ?? new Date(now).toISOString()) : undefined,
  };
  const values = columns.flatMap(({ id, kind }): [string, Json][] => {
    const value: unknown = kind === 'retired' ? retired : fieldOf(after, id);
    return entryOf(id) === undefined && kind !== 'id' && isPlainJson(value) ? [[id, value]] : [];
  });
  return {
    stored: Object.fromEntries(columns.map((column) => [column.id, write(column, after)])),
    values: {
      ...(target && { id: target.id }),
      ...Object.fromEntries(values),
      ...kept('properties', after),
      ...kept('nameIn', after),
    },
  };
}

const entriesOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** The entries that say something, if there are any. */
function kept(field: KeyedField, after: TableRecord): { [field: string]: Json } {
  const entries = Object.entries(after[field] ?? {}).flatMap(([key, value]): [string, Json][] =>
    value !== null && isPlainJson(value) ? [[key, value]] : [],
  );
  return entries.length > 0 ? { [field]: Object.fromEntries(entries) } : {};
}

interface CellsRead {
  said: Said[];
  changes: CellChange[];
  issues: CellIssue[];
  /** a field as it will be */
  place: (field: string) => unknown;
}

function readCells(context: RowContext, row: SheetRow, target: TableRecord | undefined): CellsRead {
  const placed = new Map<string, unknown>();
  const read: CellsRead = {
    said: [],
    changes: [],
    issues: [],
    place: (field) => placed.get(field) ?? fieldOf(target, field),
  };
  for (const inFile of context.inFile.filter(({ column }) => column.kind !== 'id')) {
    const value = readOne(context, { row, inFile, target, read });
    if (value !== undefined) placed.set(inFile.column.id, value);
  }
  return read;
}

interface OneCell {
  row: SheetRow;
  inFile: InFile;
  target: TableRecord | undefined;
  read: CellsRead;
}

/** The value of a cell that differs from the stored one. */
function readOne(context: RowContext, { row, inFile, target, read }: OneCell): Value | undefined {
  const { names, manner, now, write } = context;
  const { column: general, at } = inFile;
  // a row that ends early says nothing of the cells that it lacks
  if (at >= row.cells.length) return undefined;
  const cell = row.cells[at] ?? null;
  const before = target ? write(general, target) : null;
  if (target && textOfCell(before) === textOfCell(cell)) return undefined;
  if (textOfCell(cell) === '' && isUnsaid(context, { row, inFile, target, read }, before)) return undefined;
  const column = columnFor(general, read.place);
  const { value, issue }: CellRead =
    readName(column, cell, names, read.place) ?? readCell(column, cell, { manner: manner(column), now });
  if (!isAlready(column, value, target)) note(read, column, { value, issue }, { from: before, to: cell });
  return value;
}

/** True where a blank cell leaves things as they are: it clears only where a person wants that. */
function isUnsaid({ table, clears }: RowContext, { inFile, target, read }: OneCell, before: Cell): boolean {
  const { column } = inFile;
  if (isKept(table, column)) return true;
  if (!target || column.required) return false;
  read.issues.push({ column: column.id, code: 'would-clear', data: { value: textOfCell(before) } });
  return !clears;
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

/** A blank cell says nothing of these; of others it clears the former value, where a person wants that. */
const isKept = (table: TableName, { id, kind }: Column): boolean =>
  kind === 'retired' || hasDefault(table, id);

/** True if the record has this value already; a new record has it where the cell is blank. */
function isAlready({ id, kind }: Column, value: unknown, target: TableRecord | undefined): boolean {
  if (!target) return value === null;
  if (kind === 'retired') return value === (target.deletedAt !== undefined);
  const key = propertyKey(id);
  return value === ((key === undefined ? fieldOf(target, id) : target.properties?.[key]) ?? null);
}
