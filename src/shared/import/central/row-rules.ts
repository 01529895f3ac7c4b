/** The faults of a row as a whole. */
import type { AssetProperty } from '../../domain/hierarchy';
import { fieldOf, type TableRecord } from '../around';
import { appliesAt, propertyKey, type Column } from '../column';
import type { CellIssue } from '../import-issue';
import type { Value } from '../reading/read-cell';
import { keyColumns, type TableName } from './columns';
import { keyOf, type RecordIndex } from './record-index';

export type Said = readonly [Column, Value];
type FieldReader = (field: string) => unknown;

const lastKey = (table: TableName): string => keyColumns(table).at(-1) ?? 'id';

/** A new record needs every required field; those that the file has no column for are named here. */
export const absent = (known: readonly Column[], inFile: readonly Column[]): CellIssue[] =>
  known
    .filter(({ id, required }) => required && !inFile.some((column) => column.id === id))
    .map(({ id }) => ({ column: id, code: 'missing' }));

/** A record that takes the name or code of another one in use. */
export function taken(
  table: TableName,
  { byKey }: RecordIndex,
  target: TableRecord | undefined,
  key: string | undefined,
): CellIssue[] {
  if (!target || key === undefined) return [];
  const holder = byKey.get(key);
  const before = keyOf(table, (field) => fieldOf(target, field));
  const isTaken = holder && holder.id !== target.id && holder.deletedAt === undefined && before !== key;
  return isTaken ? [{ column: lastKey(table), code: 'code-taken' }] : [];
}

/** Values of properties that the record's kind of equipment does not have: kept, and pointed out. */
export const notForType = (
  properties: readonly AssetProperty[],
  said: readonly Said[],
  at: FieldReader,
): CellIssue[] =>
  said.flatMap(([{ id }, value]): CellIssue[] => {
    const key = propertyKey(id);
    if (key === undefined || value === null) return [];
    const applies = properties.some((property) => property.key === key && appliesAt(property, at));
    return applies ? [] : [{ column: id, code: 'not-for-type' }];
  });

/** A retired record is mended, and is not in use for that. */
export const staysRetired = (
  table: TableName,
  target: TableRecord | undefined,
  said: readonly Said[],
): CellIssue[] =>
  target?.deletedAt !== undefined && said.length > 0 && !said.some(([{ kind }]) => kind === 'retired')
    ? [{ column: lastKey(table), code: 'stays-retired' }]
    : [];
