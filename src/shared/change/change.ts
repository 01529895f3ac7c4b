/** A change: one immutable, typed fact, made by one action of one person on one device (rules C1 to C6). */
import * as z from 'zod/mini';
import { id } from '../domain/fields';
import { parseHlc } from './hlc';
import { isPlainJson, type JsonObject } from '../json';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i));
const hlc = z.string().check(z.refine((text) => parseHlc(text) !== undefined));
const fieldName = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/));
/** a field, or `properties.<key>` */
const fieldPath = z.string().check(z.maxLength(200));
const patch = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && isPlainJson(value),
);

export const changeSchema = z.strictObject({
  id: uuid,
  hlc,
  userId: id,
  deviceId: id,
  /** counts a device's changes: 1, 2, 3 … */
  n: z.int().check(z.positive()),
  /** `<entity>.<verb>` */
  kind: z.string().check(z.regex(/^[a-z][A-Za-z]{0,39}\.[a-z][A-Za-z]{0,39}$/)),
  entityId: id,
  /** only the fields that the action sets; null clears */
  patch: patch.check(
    z.refine((value) => Object.keys(value).every((key) => z.safeParse(fieldName, key).success)),
  ),
  /** per field, the hlc of every value that the author saw */
  base: z.optional(z.record(fieldPath, z.array(hlc).check(z.maxLength(100)))),
});

export type Change = z.infer<typeof changeSchema>;

/** A change as a command wants it recorded, before the device gives it a time and a number. */
export interface Draft {
  kind: string;
  entityId: string;
  patch: JsonObject;
  /** fields whose open conflicts this draft settles: the author saw every value of theirs */
  settles?: string[];
}
