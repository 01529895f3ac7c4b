/** Records with the ids and choices of the wire in the place of ours, and back. */
import type { AtSites } from '#shared/api/v6-memory';
import { isJsonObject, type Json, type JsonObject } from '#shared/json';
import type { Choices } from './choices';
import type { WireIds } from './known-by-sites';
import type { Outgoing, Writing } from '../door';
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
  // without one of them it would be a property of all equipment
  asset_property: assetPlace,
};
const central = [
  'asset_class',
  'asset_category',
  'asset_catalogue_type',
  'asset_catalogue_item',
  'asset_log_reason',
];

/** A record in the ids of the wire; `isSent`: false where it goes out as another; `lost`: the fields that name what the site has not. */
interface OnWire {
  record: Outgoing;
  isSent: boolean;
  lost: readonly string[];
}

/** `has`: ids that this site has besides those that all have. */
export function toWire(record: Outgoing, { ids, choices }: Rim, { version, has }: Writing): OnWire {
  const { tableName: table } = record;
  const isCentral = central.includes(table);
  const data = withoutNul(record.data);
  const lost: string[] = [];
  for (const field of naming[table] ?? []) {
    const value = data[field];
    data[field] = typeof value === 'string' ? namedAtSites(value, ids, { version, has }) : null;
    if (data[field] === null && value !== null) lost.push(field);
  }
  if (data['properties'] !== undefined) data['properties'] = inText(data['properties'], choices.out);
  if (!isCentral) return { record: { ...record, data }, isSent: true, lost };
  const recordId = ids.out(record.recordId);
  const mark = ids.markOf(record.recordId);
  const own = { ...data, id: recordId, ...(mark && { [mark.field]: mark.value }) };
  return { record: { ...record, recordId, data: own }, isSent: ids.isSent(record.recordId), lost };
}

/** PostgreSQL, in which some sites keep their records, takes no text with the letter 0 in it. */
const withoutNul = (data: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]): [string, Json] => [
      name,
      typeof value === 'string' ? value.replaceAll('\0', '') : value,
    ]),
  );

/** True if a site can store a record of this table without what is lost of it. */
export const isWhole = (table: string, lost: readonly string[]): boolean =>
  !lost.some((field) => needed[table]?.includes(field));

/** Null where the site does not have it. */
function namedAtSites(value: string, ids: WireIds, { version, has }: Writing): string | null {
  const id = ids.out(value);
  return ids.isAtSites(id, version) || has.has(value) ? id : null;
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
