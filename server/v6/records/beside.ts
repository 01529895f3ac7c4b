/**
 * The values of a record that no field of ours holds. They are kept beside the fields (`v6Fields`) and given back. They never stand for a
 * field that we do know: a caller that can write them could otherwise speak for another record.
 */
import { isJsonObject, type Json, type JsonObject } from '#shared/json';

/** `data` with the values that stood beside it, except those that `data` has itself. */
export function withBeside(data: JsonObject, beside: JsonObject | undefined): JsonObject {
  const unknown = Object.entries(beside ?? {}).filter(([name]) => !Object.hasOwn(data, name));
  return { ...data, ...Object.fromEntries(unknown) };
}

/** The values beside a record after a push of `said`: a name that it leaves out stays, null takes one away. Null when nothing is left. */
export function mergedBeside(before: Json | undefined, said: Json | undefined): JsonObject | null {
  const merged: JsonObject = {};
  const all = { ...(isJsonObject(before) && before), ...(isJsonObject(said) && said) };
  for (const [name, value] of Object.entries(all)) if (value !== null) merged[name] = value;
  return Object.keys(merged).length > 0 ? merged : null;
}
