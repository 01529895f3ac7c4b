/**
 * The one text of a JSON value (RFC 8785): keys sorted by their UTF-16 units, no spaces, numbers as ECMAScript writes them. Two values
 * that are equal (`equalJson`) have the same text, however their bytes travelled.
 */
import type { Json, JsonObject } from './json';

export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return `{${Object.keys(value).sort().map(entryOf(value)).join(',')}}`;
}

const entryOf =
  (object: JsonObject) =>
  (key: string): string =>
    `${JSON.stringify(key)}:${canonicalJson(object[key] ?? null)}`;
