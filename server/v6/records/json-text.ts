/** Fields of the wire that hold JSON in a text. */
import type { Json } from '#shared/json';

/** A text that holds JSON, or the JSON itself; undefined when it is neither. */
export function readJsonText(value: Json): Json | undefined {
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return null;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}
