/** Turns the cells of a row into the record that the import command takes. */
import type { ImportedRecord } from '../../commands/import-central-data';
import type { TableRecord } from '../around';
import { propertyKey } from '../column';
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
  const fields = said.filter(([{ id, kind }]) => kind !== 'retired' && propertyKey(id) === undefined);
  const properties = said.flatMap(([{ id }, value]) => {
    const key = propertyKey(id);
    return key === undefined ? [] : [[key, value] as const];
  });
  const retired = said.find(([{ kind }]) => kind === 'retired')?.[1];
  return {
    ...(target ? { id: target.id } : id !== '' && { givenId: id }),
    values: {
      ...(!target && defaults[table]),
      ...Object.fromEntries(fields.map(([{ id }, value]) => [id, value])),
      ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    },
    ...(typeof retired === 'boolean' && { retired }),
  };
}
