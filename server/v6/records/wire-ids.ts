/** Records with the ids and choices of the wire in the place of ours, and back. */
import type { AtSites } from '#shared/api/v6-memory';
import { isJsonObject, type Json, type JsonObject } from '#shared/json';
import type { Choices } from './choices';
import type { WireIds } from './known-by-sites';
import type { Outgoing } from '../door';
import { readJsonText } from './json-text';

export interface Rim {
  ids: WireIds;
  choices: Choices;
  /** central data in use that are another row at sites */
  others: AtSites['items'];
}

const place = ['class_id', 'category_id', 'type_id'];
const assetPlace = ['asset_class_id', 'asset_category_id', 'asset_type_id'];

/** Fields that name central data. */
const naming: Readonly<Record<string, readonly string[]>> = {
  asset: [...assetPlace, 'catalogue_item_id'],
  asset_log: ['reason_id'],
  asset_category: ['class_id'],
  asset_catalogue_type: ['category_id'],
  asset_property: assetPlace,
  asset_catalogue_item: place,
};
/** Fields without which a site cannot store a record. */
const needed: Readonly<Record<string, readonly string[]>> = {
  asset_category: ['class_id'],
  asset_catalogue_type: ['category_id'],
  asset_catalogue_item: place,
};
const central = [
  'asset_class',
  'asset_category',
  'asset_catalogue_type',
  'asset_catalogue_item',
  'asset_log_reason',
];

/**
 * A record as sites can store it; undefined where it goes out as another, or names a record that no site has. `has`: ids that this site has
 * besides.
 */
export function toWire(
  record: Outgoing,
  { ids, choices }: Rim,
  has: ReadonlySet<string>,
): Outgoing | undefined {
  const { tableName: table } = record;
  const isCentral = central.includes(table);
  if (isCentral && !ids.isSent(record.recordId)) return undefined;
  const data: JsonObject = { ...record.data };
  for (const field of naming[table] ?? []) data[field] = namedAtSites(data[field], ids, has);
  if (needed[table]?.some((field) => data[field] === null)) return undefined;
  if (data['properties'] !== undefined) data['properties'] = inText(data['properties'], choices.out);
  if (!isCentral) return { ...record, data };
  const recordId = ids.out(record.recordId);
  const code = ids.codeOf(record.recordId);
  return { ...record, recordId, data: { ...data, id: recordId, ...(code !== undefined && { code }) } };
}

/** Null where no site has it. */
function namedAtSites(value: Json | undefined, ids: WireIds, has: ReadonlySet<string>): string | null {
  if (typeof value !== 'string') return null;
  const id = ids.out(value);
  return ids.isAtSites(id) || has.has(value) ? id : null;
}

/** A site's record, in ids and choices of ours. */
export function fromWire(table: string, data: JsonObject, { ids, choices }: Rim): JsonObject {
  const read: JsonObject = { ...data };
  for (const field of naming[table] ?? []) {
    const value = read[field];
    if (typeof value === 'string') read[field] = ids.in(value);
  }
  if (read['properties'] !== undefined) read['properties'] = inText(read['properties'], choices.in);
  return read;
}

/** Properties are an object in a text; an unchanged object stays the text that it was. */
function inText(text: Json, change: (properties: JsonObject) => JsonObject): Json {
  const properties = readJsonText(text);
  if (!isJsonObject(properties)) return text;
  const changed = JSON.stringify(change(properties));
  return changed === JSON.stringify(properties) ? text : changed;
}
