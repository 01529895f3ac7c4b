/** The records that the rows of a table refer to by name. */
import type { AssetCategory, AssetClass, AssetProperty, AssetType } from '../domain/hierarchy';
import type { Item } from '../domain/item';
import { entryOf } from '../domain/keyed-fields';

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
  /** what it is called, by language */
  nameIn?: Readonly<Record<string, unknown>> | undefined;
}

/** A field of a record, or an entry of one that has entries, as `nameIn.fr`. */
export function fieldOf(record: object | undefined, field: string): unknown {
  const entry = entryOf(field);
  return entry ? own(own(record, entry.field), entry.key) : own(record, field);
}

function own(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return undefined;
  const value: unknown = Reflect.get(holder, key);
  return value;
}
