/** From a person's typed text to the fields of a patch: trimmed, checked against the schema, only the differences. */
import * as z from 'zod/mini';
import { fieldSchema, isOptional, type EntityName } from '../domain/entities';
import { isKeyed } from '../domain/keyed-fields';
import { equalJson, isJsonObject, isPlainJson, type Json, type JsonObject } from '../json';
import type { Issue } from '../result';

/** The values that a form hands over: `undefined` leaves a field alone, a blank text or null clears it. */
export type Values = Record<string, unknown>;

/** Trims texts; blanks become null. Fields left undefined are dropped. */
export function tidy(values: Values): JsonObject {
  const tidied: JsonObject = {};
  for (const [field, value] of Object.entries(values)) {
    const entry = typeof value === 'string' ? blankToNull(value.trim()) : value;
    if (entry !== undefined && isPlainJson(entry)) tidied[field] = entry;
  }
  return tidied;
}

const blankToNull = (text: string): string | null => (text === '' ? null : text);

/** Issues for values that do not fit their field. */
export function fieldIssues(entity: EntityName, values: JsonObject): Issue[] {
  return Object.entries(values).flatMap(([field, value]): Issue[] => {
    const schema = fieldSchema(entity, field);
    if (!schema) return [{ code: 'unknown-field', field }];
    if (value === null) return isOptional(schema) ? [] : [{ code: 'missing-field', field }];
    const parsed = z.safeParse(schema, value);
    if (parsed.success) return [];
    return [{ code: parsed.error.issues[0]?.code === 'too_big' ? 'too-long' : 'bad-field', field }];
  });
}

/** No language has a name. */
const isBlank = (value: Json): boolean =>
  isJsonObject(value) && Object.values(value).every((entry) => entry === null);

/** The fields of a new entity: nulls are simply left out. */
export function firstPatch(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([field, value]) => value !== null && !(field === 'nameIn' && isBlank(value)))
      .map(([field, value]) => [
        field,
        field === 'nameIn' && isJsonObject(value) ? firstPatch(value) : value,
      ]),
  );
}

/** The fields whose value differs from the row's, those that are keyed key by key. */
export function differing(row: object, values: JsonObject): JsonObject {
  const patch: JsonObject = {};
  const known = new Map<string, unknown>(Object.entries(row));
  for (const [field, value] of Object.entries(values)) {
    const before = asJson(known.get(field));
    if (isKeyed(field) && isJsonObject(value)) {
      const keys = differing(isJsonObject(before) ? before : {}, value);
      if (Object.keys(keys).length > 0) patch[field] = keys;
    } else if (!equalJson(before, value)) patch[field] = value;
  }
  return patch;
}

const asJson = (value: unknown): Json => (isPlainJson(value) ? value : null);

/** The row as it will be once `patch` is in: the rules judge it before anything is written. */
export function withPatch<Row extends object>(row: Row, patch: JsonObject): Row {
  const next: Record<string, unknown> = Object.fromEntries(Object.entries(row));
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(next, field);
    else if (isKeyed(field) && isJsonObject(value))
      next[field] = withPatch({ ...asObject(next[field]) }, value);
    else next[field] = value;
  }
  // each value has passed its field's schema
  return next as Row;
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
