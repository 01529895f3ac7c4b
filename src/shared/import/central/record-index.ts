/** The records there are, found by id, and by the fields that a person knows them by. */
import { nameKey } from '../../domain/known-by';
import { plainIdentity } from '../../same-identity';
import { fieldOf, type TableRecord } from '../around';
import { entityOf, keyColumns, type TableName } from './columns';

export interface RecordIndex {
  byId: ReadonlyMap<string, TableRecord>;
  /** the record of a key; of several the one in use */
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

/** The records in the order in which people look for them: by the fields that they know them by. */
export function inNamedOrder(table: TableName, records: readonly TableRecord[]): TableRecord[] {
  const named = records.map((record) => ({
    record,
    key: keyOf(table, (field) => fieldOf(record, field)) ?? '',
  }));
  return named.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ record }) => record);
}

/** Undefined where its name is not given. */
export const keyOf = (table: TableName, valueOf: (field: string) => unknown): string | undefined =>
  nameKey(
    entityOf[table],
    Object.fromEntries(keyColumns(table).map((field) => [field, plainName(valueOf(field))])),
  );

/** Marks that cannot be seen make no other name. */
const plainName = (value: unknown): unknown => (typeof value === 'string' ? plainIdentity(value) : value);
