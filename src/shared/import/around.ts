/** The records that the rows of a table refer to by name. */
import type { AssetCategory, AssetClass, AssetProperty, AssetType } from '../domain/hierarchy';
import type { Item } from '../domain/item';

export interface Around {
  classes: readonly AssetClass[];
  categories: readonly AssetCategory[];
  types: readonly AssetType[];
  properties: readonly AssetProperty[];
  items: readonly Item[];
}

/** A record of any of the tables: an id, fields by name, and whether it is retired. */
export interface TableRecord {
  id: string;
  deletedAt?: string | undefined;
  properties?: Readonly<Record<string, unknown>> | undefined;
}

export function fieldOf(record: object | undefined, field: string): unknown {
  if (record === undefined || !Object.hasOwn(record, field)) return undefined;
  const value: unknown = Reflect.get(record, field);
  return value;
}
