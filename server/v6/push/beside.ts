/** The values that stand beside the fields of a row (`v6Fields`), and a push that brings some of them. */
import { isJsonObject, type Json, type JsonObject } from '#shared/json';

/** The values beside a record after a push of `said`: a name that it leaves out stays, null takes one away. Null when nothing is left. */
export function mergedBeside(before: Json | undefined, said: Json | undefined): JsonObject | null {
  const merged: JsonObject = {};
  const all = { ...(isJsonObject(before) && before), ...(isJsonObject(said) && said) };
  for (const [name, value] of Object.entries(all)) if (value !== null) merged[name] = value;
  return Object.keys(merged).length > 0 ? merged : null;
}
