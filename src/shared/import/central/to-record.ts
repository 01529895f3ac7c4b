/** Turns the cells of a row into the record that the import command takes. */
import type { ImportedRecord } from '../../commands/import-central-data';
import type { TableRecord } from '../around';
import { entryOf, type KeyedField } from '../../domain/keyed-fields';
import type { Value } from '../reading/read-cell';
import type { TableName } from './columns';
import type { Said } from './row-rules';

/** The values of a new record where the file says nothing. */
const defaults: Record<TableName, Readonly<Record<string, Value>>> = {
  'catalogue-items': {},
  'status-reasons': { commentsRequired: false },
  items: {},
  'pack-variants': { isActive: true },
};

export const hasDefault = (table: TableName, field: string): boolean => Object.hasOwn(defaults[table], field);

export function toRecord(
  table: TableName,
  said: readonly Said[],
  { target, id }: { target: TableRecord | undefined; id: string },
): ImportedRecord {
  const fields: Record<string, Value> = {};
  const entries: Partial<Record<KeyedField, Record<string, Value>>> = {};
  for (const [{ id: field, kind }, value] of said) {
    const entry = entryOf(field);
    if (entry) entries[entry.field] = { ...entries[entry.field], [entry.key]: value };
    else if (kind !== 'retired') fields[field] = value;
  }
  const retired = said.find(([{ kind }]) => kind === 'retired')?.[1];
  return {
    ...(target ? { id: target.id } : id !== '' && { givenId: id }),
    values: {
      ...(!target && defaults[table]),
      ...fields,
      ...entries,
    },
    ...(typeof retired === 'boolean' && { retired }),
  };
}
