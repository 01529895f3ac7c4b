/**
 * The values of a record that no field of ours holds. They are kept beside the fields (`v6Fields`) and given back. They never stand for a
 * field that we do know: a caller that can write them could otherwise speak for another record.
 */
import type { JsonObject } from '#shared/json';

/** `data` with the values that stood beside it, except those that `data` has itself. */
export function withBeside(data: JsonObject, beside: JsonObject | undefined): JsonObject {
  const unknown = Object.entries(beside ?? {}).filter(([name]) => !Object.hasOwn(data, name));
  return { ...data, ...Object.fromEntries(unknown) };
}
