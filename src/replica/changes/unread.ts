/**
 * Structs that this app cannot read as changes, as far as they can be proven all the same: a digest asks for the id and the JSON of a
 * change, not for its meaning (rule P2).
 */
import type { Change } from '#shared/change/change';
import { readUpdate, type Struct } from '#shared/change/codec/read';
import type { PositionedChange } from '#shared/change/codec/struct';
import { encodeUpdate } from '#shared/change/codec/write';
import { isJsonObject } from '#shared/json';
import type { HoleRecord } from '../records';

/**
 * The change in a struct that this app cannot read; empty where the struct is no JSON under its own id. It serves digests and
 * giving back alone.
 */
export function unreadIn(struct: Struct | undefined): PositionedChange[] {
  if (struct?.type !== 'change') return [];
  const { client, clock, key, value } = struct;
  return isJsonObject(value) && value['id'] === key
    ? [{ client, clock, change: value as unknown as Change }]
    : [];
}

/** The same, from holes that were kept with their bytes. */
export const unreadOf = (holes: readonly HoleRecord[]): PositionedChange[] =>
  holes.flatMap(({ client, clock, key, body }) => {
    if (key === undefined || !body) return [];
    const read = readUpdate(encodeUpdate([{ client, clock, changeId: key, body }]));
    return read.ok ? unreadIn(read.value[0]) : [];
  });
