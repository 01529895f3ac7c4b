/**
 * The fields of a pushed asset that are new. A site sends whole records, stale ones too: only a field that differs from the last one that
 * the site had is its author's doing. Pure.
 */
import { equalJson, type Json, type JsonObject } from '#shared/json';
import type { Base, BaseFields } from '../../database/port/v6';
import { propertyIn, type Fields } from '../door';
import { mergedBeside } from './beside';

/** Never part of an edit: the store (a move), its time, and the mark that all properties are in the record. */
const BESIDES = new Set(['storeId', 'modifiedAt', 'properties']);

/** A field that the site had not yet when it wrote last begins blank there: that is nobody's edit. */
const isBegun = (value: Json, before: Json | undefined): boolean =>
  before === undefined && (value === false || (Array.isArray(value) && value.length === 0));

const isSame = (a: Json | undefined, b: Json | undefined): boolean => equalJson(a ?? null, b ?? null);

/**
 * The fields of a record, with those that it leaves out. A field that is left out is one that the site's version does not know: it stays as
 * it is. Properties are listed whole: one that the site had and does not list is cleared.
 */
export function completed(said: Fields, base: BaseFields): Fields {
  const full: Fields = { ...said };
  if (said['v6Fields'] !== undefined) full['v6Fields'] = mergedBeside(base['v6Fields'], said['v6Fields']);
  if (said['properties'] === undefined) return full;
  for (const field of Object.keys(base))
    if (propertyIn(field) !== undefined && !(field in full)) full[field] = null;
  return full;
}

/** The state of a site that was sent all of this, and nothing before. */
export const settled = (said: Fields): Fields => completed(said, {});

/** The fields of `said` (the record that the site pushed) that differ from those of `base`. */
export const differing = (said: Fields, base: BaseFields): Fields =>
  Object.fromEntries(
    Object.entries(said).filter(
      ([field, value]) => !BESIDES.has(field) && !isSame(value, base[field]) && !isBegun(value, base[field]),
    ),
  );

/**
 * The state of the site when it wrote the record. It was sent `sent`, but the arrival is not known yet: the record itself shows it. Where
 * it repeats only values that stood before, nothing new was seen, so nothing new is undone.
 */
export function baseOf({ fields, sent }: Partial<Base>, said: Fields): BaseFields | undefined {
  if (!sent || !fields) return sent ?? fields;
  const news = Object.keys({ ...fields, ...sent }).filter(
    (field) => !BESIDES.has(field) && !isSame(fields[field], sent[field]),
  );
  const [overSent, overFields] = [completed(said, sent), completed(said, fields)];
  const hasTaken = news.some((field) => isSame(overSent[field], sent[field]));
  const repeats = news.some((field) => isSame(overFields[field], fields[field]));
  if (hasTaken || !repeats) return sent;
  const isTouched = !isSame(said['modifiedAt'], fields['modifiedAt']);
  const isOtherwiseOld = Object.keys(differing(overFields, fields)).length === 0;
  return isTouched && isOtherwiseOld ? sent : fields;
}

/** True if a site with this record has just the fields of `now`. */
export function isAllKnown(said: Fields, now: BaseFields): boolean {
  const has = settled(now);
  const full = completed(said, has);
  const isElsewhere = typeof said['storeId'] === 'string' && !isSame(said['storeId'], has['storeId']);
  return !isElsewhere && Object.keys(differing(full, has)).length === 0;
}

/** Fields as a change carries them: properties under one name again. */
export function toPatch(fields: Fields): JsonObject {
  const patch: JsonObject = {};
  const properties: JsonObject = {};
  for (const [field, value] of Object.entries(fields)) {
    const key = propertyIn(field);
    if (key !== undefined) properties[key] = value;
    else if (!BESIDES.has(field)) patch[field] = value;
  }
  return Object.keys(properties).length > 0 ? { ...patch, properties } : patch;
}

/** The fields for a new row: nothing is cleared where nothing was. */
export function withoutBlanks(fields: Fields): Fields {
  const { v6Fields, ...others } = fields;
  const beside = mergedBeside(undefined, v6Fields);
  const said = beside ? { ...others, v6Fields: beside } : others;
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
}
