/** Which column of central data each column of a file is, and whether a row can be told from another by them. */
import type { Cells } from '../../spreadsheet/cell';
import { folded } from '../../spreadsheet/cell';
import { matchColumns, type MatchedColumns } from '../../spreadsheet/match-columns';
import { keyColumns, propertyKey, type Column, type TableName } from './columns';
import { columnNames, isProblemsColumn } from './names-in-words';

export interface TableColumns extends MatchedColumns<Column> {
  /** without these no row can be told from another */
  missing: readonly string[];
}

export function matchTable(table: TableName, header: Cells, known: readonly Column[]): TableColumns {
  const named = known.map((column) => ({ column, names: namesOf(column) }));
  const matched = matchColumns(header, named, isProblemsColumn);
  const has = (id: string): boolean => matched.columns.some((column) => column?.id === id);
  return { ...matched, missing: has('id') ? [] : keyColumns(table).filter((id) => !has(id)) };
}

function namesOf({ id, name }: Column): Set<string> {
  const key = propertyKey(id);
  return key === undefined ? columnNames(id) : new Set([id, key, name ?? key].map(folded));
}
