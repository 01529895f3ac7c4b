/** `properties` travels as a text that holds a JSON object. Values that ours cannot hold (lists, objects) are kept beside, and given back. */
import type { Properties } from '#shared/domain/fields';
import { isJsonObject, type Json, type JsonObject } from '#shared/json';
import { propertyField, type Fields } from '../door';
import { readJsonText } from './json-text';

const KEY_LENGTH = 100;
const TEXT_LENGTH = 1000;

const isOurs = (key: string, value: Json): boolean =>
  key !== '' &&
  key.length <= KEY_LENGTH &&
  (typeof value === 'string'
    ? value.length <= TEXT_LENGTH
    : typeof value === 'number' || typeof value === 'boolean');

/**
 * The properties of a record: `properties.<key>` → value, and the values that must be kept beside; the text itself where no properties can
 * be read in it.
 */
export function readProperties(value: Json): { fields: Fields; rest: JsonObject | string | null } {
  const read = readJsonText(value);
  if (read !== null && !isJsonObject(read))
    return { fields: {}, rest: typeof value === 'string' ? value : JSON.stringify(value) };
  const fields: Fields = {};
  const rest: JsonObject = {};
  for (const [key, entry] of Object.entries(read ?? {})) {
    if (isOurs(key, entry)) fields[propertyField(key)] = entry;
    else if (entry !== null) rest[key] = entry;
  }
  return { fields, rest: Object.keys(rest).length > 0 ? rest : null };
}

/** Null when there are none. */
export function writeProperties(properties: Properties, rest: Json | undefined): string | null {
  if (typeof rest === 'string' && Object.keys(properties).length === 0) return rest;
  const all = { ...(isJsonObject(rest) && rest), ...properties };
  return Object.keys(all).length === 0 ? null : JSON.stringify(all);
}
