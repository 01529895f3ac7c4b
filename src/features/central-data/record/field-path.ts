/** Fields by their names in issues, edits and histories: of an entry that is `properties.<key>` or `nameIn.<language>`. */
import type { Values } from '#shared/commands/values';
import { entryName, entryOf } from '#shared/domain/keyed-fields';

export const propertyField = (key: string): string => entryName('properties', key);

export const keyOfField = (field: string): string | undefined => entryOf(field)?.key;

/** The value of a record's field; undefined where the record has none. */
export function valueAt(record: object, field: string): unknown {
  const said = new Map<string, unknown>(Object.entries(record));
  const entry = entryOf(field);
  if (!entry) return said.get(field);
  const entries = said.get(entry.field);
  return typeof entries === 'object' && entries !== null
    ? new Map<string, unknown>(Object.entries(entries)).get(entry.key)
    : undefined;
}

/** Fields and the values in them, as commands take them. */
export function valuesSaying(said: readonly (readonly [string, unknown])[]): Values {
  const values: Values = {};
  for (const [name, value] of said) {
    const entry = entryOf(name);
    if (!entry) values[name] = value;
    else values[entry.field] = { ...Object(values[entry.field]), [entry.key]: value };
  }
  return values;
}
