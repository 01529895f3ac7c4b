/** A change: one immutable, typed fact, made by one action of one person on one device (rules C1 to C6). */
import * as z from 'zod/mini';
import { id, isId } from '../domain/fields';
import { isHlc } from './hlc';
import { isPlainJson, type Json, type JsonObject } from '../json';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const FIELD = /^[A-Za-z][A-Za-z0-9]{0,63}$/;
const KIND = /^[a-z][A-Za-z]{0,39}\.[a-z][A-Za-z]{0,39}$/;
/** of a path in `base` */
const PATH_LENGTH = 200;
/** of a field in `base` */
const MOST_SEEN = 100;

const uuid = z.string().check(z.regex(UUID));
const hlc = z.string().check(z.refine(isHlc));
const fieldName = z.string().check(z.regex(FIELD));
/** a field, or `properties.<key>` */
const fieldPath = z.string().check(z.maxLength(PATH_LENGTH));
const patch = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && isPlainJson(value),
);

const isText =
  (isSound: (text: string) => boolean) =>
  (value: Json | undefined): boolean =>
    typeof value === 'string' && isSound(value);
const isMatch = (pattern: RegExp) => isText((text) => pattern.test(text));

/** All keys but `base`. */
const surely: Record<string, (value: Json | undefined) => boolean> = {
  id: isMatch(UUID),
  hlc: isText(isHlc),
  userId: isText(isId),
  deviceId: isText(isId),
  n: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  kind: isMatch(KIND),
  entityId: isText(isId),
  patch: (value) => isObject(value) && Object.keys(value).every((key) => FIELD.test(key)),
};
const fields = Object.entries(surely);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * True for plain JSON whose envelope needs no schema to be known as sound, as nearly every change: in a fraction of the time. False says
 * nothing: then the schema decides.
 */
export const isSurelyChange = (value: Json): boolean =>
  isObject(value) &&
  Object.keys(value).length === fields.length &&
  fields.every(([key, isSound]) => isSound(value[key]));

export const changeSchema = z.strictObject({
  id: uuid,
  hlc,
  userId: id,
  deviceId: id,
  /** counts a device's changes: 1, 2, 3 … */
  n: z.int().check(z.positive()),
  /** `<entity>.<verb>` */
  kind: z.string().check(z.regex(KIND)),
  entityId: id,
  /** only the fields that the action sets; null clears */
  patch: patch.check(
    z.refine((value) => Object.keys(value).every((key) => z.safeParse(fieldName, key).success)),
  ),
  /** per field, the hlc of every value that the author saw */
  base: z.optional(z.record(fieldPath, z.array(hlc).check(z.maxLength(MOST_SEEN)))),
});

export type Change = z.infer<typeof changeSchema>;

/**
 * Whether a value with the keys and types of a change, made of plain JSON, fits the schema: in a tenth of the time. A test of the reader
 * that asks it (server/sync/reading) holds it against the schema.
 */
export function hasSoundEnvelope({
  id,
  hlc,
  userId,
  deviceId,
  n,
  kind,
  entityId,
  patch,
  base,
}: Change): boolean {
  const isSound = UUID.test(id) && isHlc(hlc) && isId(userId) && isId(deviceId) && isId(entityId);
  if (!isSound || n < 1 || !Number.isSafeInteger(n) || !KIND.test(kind)) return false;
  for (const field of Object.keys(patch)) if (!FIELD.test(field)) return false;
  return base === undefined || Object.entries(base).every(isSeen);
}

const isSeen = ([path, hlcs]: [string, string[]]): boolean =>
  path.length <= PATH_LENGTH && hlcs.length <= MOST_SEEN && hlcs.every(isHlc);

/** A change as a command wants it recorded, before the device gives it a time and a number. */
export interface Draft {
  kind: string;
  entityId: string;
  patch: JsonObject;
  /** fields whose open conflicts this draft settles: the author saw every value of theirs */
  settles?: string[];
}
