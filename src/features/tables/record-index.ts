/** The records there are, found by id, and by what a person knows them by. */
import { fieldOf, type TableRecord } from './around';
import { folded } from '../../tables/cell';
import { keyColumns, type TableName } from './columns';

export interface RecordIndex {
  byId: ReadonlyMap<string, TableRecord>;
  /** of several with one key the one in use */
  byKey: ReadonlyMap<string, TableRecord>;
}

export function recordIndex(table: TableName, records: readonly TableRecord[]): RecordIndex {
  const inUseLast = [...records].sort(
    (a, b) => Number(a.deletedAt === undefined) - Number(b.deletedAt === undefined),
  );
  return {
    byId: new Map(records.map((record) => [record.id, record])),
    byKey: new Map(
      inUseLast.map((record) => [
        keyOf(table, (field) => fieldOf(record, field)) ?? `no key ${record.id}`,
        record,
      ]),
    ),
  };
}

/** Undefined where a part of it is not said. */
export function keyOf(table: TableName, valueOf: (field: string) => unknown): string | undefined {
  const parts = keyColumns[table].map((field) => {
    const value = valueOf(field);
    return typeof value === 'string' ? folded(value) : '';
  });
  return parts.some((part) => part === '') ? undefined : parts.join('\n');
}
