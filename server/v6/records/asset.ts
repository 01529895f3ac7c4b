/** `asset` ↔ asset. Only id, created_datetime and modified_datetime are always in a record. */
import type { Asset } from '#shared/domain/asset';
import { isJsonObject, type Json, type JsonObject } from '#shared/json';
import { accepted, refused, type Result } from '#shared/result';
import { readInstant, writeInstant, writeOptionalInstant } from '../wire/dates';
import { date, flag, instant, optional, orNone, readFields, required, requiredId } from './fields';
import { withBeside } from './beside';
import { ours, readLockedFields, writeLockedFields } from './locked-fields';
import { readProperties, writeProperties } from './properties';
import { isFrom, newest } from '../wire/site-version';
import { propertyIn, type Fields, type Outgoing, type Said, type SiteVersion } from '../door';

const known = {
  notes: optional('notes'),
  asset_number: required('assetNumber'),
  asset_category_id: requiredId('categoryId'),
  asset_class_id: requiredId('classId'),
  asset_type_id: requiredId('typeId'),
  store_id: optional('storeId'),
  serial_number: optional('serialNumber'),
  catalogue_item_id: optional('catalogueItemId'),
  installation_date: date('installationDate'),
  replacement_date: date('replacementDate'),
  created_datetime: instant('createdAt'),
  deleted_datetime: instant('deletedAt'),
  warranty_start: date('warrantyStart'),
  warranty_end: date('warrantyEnd'),
  needs_replacement: flag('needsReplacement'),
};
const besides = ['id', 'modified_datetime', 'properties', 'locked_fields_json'];

export function readAsset(data: JsonObject): Result<Said> {
  const said = readFields(known, data, besides);
  if (!said.ok) return said;
  const nested = readNested(data, said.value);
  const modified = data['modified_datetime'] ?? null;
  const at = readInstant(modified) ?? (modified === null ? said.value['createdAt'] : undefined);
  return typeof at === 'string'
    ? accepted({ fields: { ...nested, modifiedAt: at }, at: Date.parse(at) })
    : refused({ code: 'bad-field', field: 'modified_datetime' });
}

/** The two fields that are JSON in a text; parts of them that ours cannot hold, or read, join the rest that is kept. */
function readNested(data: JsonObject, said: Fields): Fields {
  const locked = readLocked(data['locked_fields_json']);
  const { fields, rest } = data['properties'] === undefined ? nothing : readProperties(data['properties']);
  const others = isJsonObject(said['v6Fields']) ? said['v6Fields'] : {};
  const beside: JsonObject = {
    ...others,
    ...locked.beside,
    ...(data['properties'] !== undefined && { properties: rest }),
  };
  return {
    ...said,
    ...fields,
    ...locked.fields,
    ...(data['properties'] !== undefined && typeof rest !== 'string' && { properties: SAID }),
    ...(Object.keys(beside).length > 0 && { v6Fields: beside }),
  };
}

const nothing = { fields: {}, rest: null };

/** The text itself is kept where ours would be another, and where it cannot be read: then nothing is known to be locked. */
function readLocked(text: Json | undefined): { fields: Fields; beside: JsonObject } {
  if (text === undefined) return { fields: {}, beside: {} };
  const lockedFields = readLockedFields(text);
  if (!lockedFields) return { fields: {}, beside: { locked_fields_json: text } };
  const isOurs = text === null || text === '' || text === ours(lockedFields);
  return { fields: { lockedFields }, beside: { locked_fields_json: isOurs ? null : text } };
}

/** Marks that a record lists all properties: those that it leaves out are cleared. */
const SAID: Json = true;

/** The version 2.x from which on a site has a field. When it is upgraded to that, the field is blank there. */
const since: Readonly<Record<string, number>> = {
  properties: 1,
  donor_name_id: 1,
  warranty_start: 1,
  warranty_end: 1,
  needs_replacement: 1,
  locked_fields_json: 16,
};

/** The values that a site of this version has a field for. */
export const heldBy = (version: SiteVersion, data: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(data).filter(([name]) => isFrom(since[name] ?? 0, version)));

/** The same of fields as they are read from a record. */
export function fieldsHeldBy(version: SiteVersion, fields: Fields): Fields {
  const isHeld = (name: string): boolean => isFrom(since[name] ?? 0, version);
  const names = new Map(Object.entries(known).map(([name, { field }]) => [field, name]));
  const nameOf = (field: string): string =>
    propertyIn(field) !== undefined
      ? 'properties'
      : field === 'lockedFields'
        ? 'locked_fields_json'
        : (names.get(field) ?? field);
  const held = Object.fromEntries(Object.entries(fields).filter(([field]) => isHeld(nameOf(field))));
  const beside = held['v6Fields'];
  return isJsonObject(beside) ? { ...held, v6Fields: heldBy(version, beside) } : held;
}

export function writeAsset(row: Asset, version: SiteVersion = newest): Outgoing {
  const { properties, locked_fields_json: lockedText, donor_name_id: donor } = row.v6Fields ?? {};
  const data: JsonObject = {
    id: row.id,
    notes: orNone(row.notes),
    asset_number: orNone(row.assetNumber),
    asset_category_id: orNone(row.categoryId),
    asset_class_id: orNone(row.classId),
    asset_type_id: orNone(row.typeId),
    store_id: orNone(row.storeId),
    serial_number: orNone(row.serialNumber),
    catalogue_item_id: orNone(row.catalogueItemId),
    installation_date: orNone(row.installationDate),
    replacement_date: orNone(row.replacementDate),
    created_datetime: writeInstant(row.createdAt),
    modified_datetime: writeInstant(row.modifiedAt),
    deleted_datetime: writeOptionalInstant(row.deletedAt),
    properties: writeProperties(row.properties, properties),
    donor_name_id: typeof donor === 'string' ? donor : null,
    warranty_start: orNone(row.warrantyStart),
    warranty_end: orNone(row.warrantyEnd),
    needs_replacement: row.needsReplacement,
    locked_fields_json: writeLockedFields(row.lockedFields, lockedText),
  };
  const all = withBeside(data, row.v6Fields);
  return { tableName: 'asset', recordId: row.id, data: heldBy(version, all) };
}
