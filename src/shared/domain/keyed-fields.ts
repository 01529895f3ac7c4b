/** Fields whose entries count one by one (rule F6): a value under one key never collides with a value under another. */

const fields = ['properties', 'nameIn'] as const;
export type KeyedField = (typeof fields)[number];

export const isKeyed = (field: string): field is KeyedField => fields.some((known) => known === field);

/** The name of one entry, in folds, issues and histories: `properties.volume`, `nameIn.fr`. */
export const entryName = (field: KeyedField, key: string): string => `${field}.${key}`;

/** The field and key of an entry's name; undefined for a field that has none. */
export function entryOf(name: string): { field: KeyedField; key: string } | undefined {
  const at = name.indexOf('.');
  if (at < 0) return undefined;
  const field = name.slice(0, at);
  return isKeyed(field) ? { field, key: name.slice(at + 1) } : undefined;
}
