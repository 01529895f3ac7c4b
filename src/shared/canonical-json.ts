/**
 * The one text of a JSON value (RFC 8785): keys sorted by their UTF-16 units, no spaces, numbers as ECMAScript writes them. Two values
 * that are equal (`equalJson`) have the same text, however their bytes travelled.
 */
import type { Json, JsonObject } from './json';

export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return objectText(value);
}

function objectText(object: JsonObject): string {
  let text = '{';
  for (const key of sortedKeys(object))
    text += `${text.length > 1 ? ',' : ''}${quoted(key)}:${canonicalJson(object[key] ?? null)}`;
  return `${text}}`;
}

function sortedKeys(object: JsonObject): string[] {
  const keys = Object.keys(object);
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);
  return isSorted ? keys : keys.sort();
}

/** Printable ASCII without quotes and backslashes stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A text as JSON writes it. */
export const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
