/** A record on the V6 wire, and its meaning in our words. */
import type { Json, JsonObject } from '#shared/json';
import type { Fields } from './fields';

/** One record to be sent. */
export interface Outgoing {
  tableName: string;
  recordId: string;
  data: JsonObject;
}

/** The contents of a pushed record. */
export interface Said {
  fields: Fields;
  /** the time at which its author wrote it (milliseconds), by the record's own clock */
  at: number;
  /** the person who wrote it, where the record names one */
  userId?: string;
}

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
