/** Fields by their names in issues, edits and histories: of a property that is `properties.<key>`. */
import type { Values } from '#shared/commands/values';

const PREFIX = 'properties.';

export const propertyField = (key: string): string => `${PREFIX}${key}`;

export const keyOfField = (field: string): string | undefined =>
  field.startsWith(PREFIX) ? field.slice(PREFIX.length) : undefined;

/** What a record says in a field; undefined where it says nothing. */
export function valueAt(record: object, field: string): unknown {
  const key = keyOfField(field);
  if (key === undefined) return new Map<string, unknown>(Object.entries(record)).get(field);
  const properties = 'properties' in record ? record.properties : undefined;
  return typeof properties === 'object' && properties !== null ? valueAt(properties, key) : undefined;
}

/** Fields and the values in them, as commands take them. */
export function valuesSaying(said: readonly (readonly [string, unknown])[]): Values {
  const plain = said.filter(([field]) => keyOfField(field) === undefined);
  const properties = said.flatMap(([field, value]) => {
    const key = keyOfField(field);
    return key === undefined ? [] : [[key, value] as const];
  });
  return {
    ...Object.fromEntries(plain),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
  };
}
