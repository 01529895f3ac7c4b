/**
 * What a pushed asset says that is new. A site sends whole records, stale ones too: only what differs from what the site
 * last had is its author's doing. Pure.
 */
import { equalJson, type Json, type JsonObject } from '#shared/json';
import type { Base, BaseFields } from '../../database/port/v6';
import type { Fields } from '../records/fields';
import { isProperty } from '../records/properties';

/** Not said by an edit: the store (a move), when it was made, and the mark that all properties are in the record. */
const BESIDES = new Set(['storeId', 'modifiedAt', 'properties']);

const isSame = (a: Json | undefined, b: Json | undefined): boolean => equalJson(a ?? null, b ?? null);

/** What stands for none where a row always has a value; other fields that are left out become null. */
const blanks: Fields = { assetNumber: '', needsReplacement: false, lockedFields: [] };
/** Never cleared by being left out. */
const lasting = new Set([
  'storeId',
  'modifiedAt',
  'createdAt',
  'classId',
  'categoryId',
  'typeId',
  'properties',
]);

/** What a record says by leaving out: properties that it does not list, and fields that the same site said before, are cleared. */
export function completed(said: Fields, base: BaseFields, saidBefore: readonly string[]): Fields {
  const full: Fields = { ...said };
  for (const field of saidBefore)
    if (!(field in full) && !isProperty(field) && !lasting.has(field)) full[field] = blanks[field] ?? null;
  if (said['properties'] === undefined && !saidBefore.includes('properties')) return full;
  for (const field of Object.keys(base)) if (isProperty(field) && !(field in full)) full[field] = null;
  return full;
}

/** The fields of `said` that `base` has otherwise. */
export const differing = (said: Fields, base: BaseFields): Fields =>
  Object.fromEntries(
    Object.entries(said).filter(([field, value]) => !BESIDES.has(field) && !isSame(value, base[field])),
  );

/**
 * What the site had when it wrote the record. It was sent `sent`, but whether that arrived is not known yet: the record
 * itself tells. Where it repeats only what stood before, nothing new was seen, so nothing new is undone.
 */
export function baseOf({ fields, sent }: Partial<Base>, said: Fields): BaseFields | undefined {
  if (!sent || !fields) return sent ?? fields;
  const news = Object.keys({ ...fields, ...sent }).filter(
    (field) => !BESIDES.has(field) && !isSame(fields[field], sent[field]),
  );
  const hasTaken = news.some((field) => isSame(said[field], sent[field]));
  const repeats = news.some((field) => isSame(said[field], fields[field]));
  if (hasTaken || !repeats) return sent;
  const isTouched = !isSame(said['modifiedAt'], fields['modifiedAt']);
  const isOtherwiseOld = Object.keys(differing(said, fields)).length === 0;
  return isTouched && isOtherwiseOld ? sent : fields;
}

/** Whether a site that says this has just what `now` says. */
export function isAllKnown(said: Fields, now: BaseFields): boolean {
  const full = completed(said, now, []);
  const isElsewhere = typeof said['storeId'] === 'string' && !isSame(said['storeId'], now['storeId']);
  return !isElsewhere && Object.keys(differing(full, now)).length === 0;
}

/** Fields as a change carries them: properties under one name again. */
export function toPatch(fields: Fields): JsonObject {
  const patch: JsonObject = {};
  const properties: JsonObject = {};
  for (const [field, value] of Object.entries(fields)) {
    if (isProperty(field)) properties[field.slice('properties.'.length)] = value;
    else if (!BESIDES.has(field)) patch[field] = value;
  }
  return Object.keys(properties).length > 0 ? { ...patch, properties } : patch;
}

/** What a new row is made of: nothing is cleared where nothing was. */
export const withoutBlanks = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
