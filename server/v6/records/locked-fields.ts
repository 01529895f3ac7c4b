/** `locked_fields_json`: a text that holds an object of flags, `{"serialNumber":true}`. */
import { lockableFields, type Asset } from '#shared/domain/asset';
import { isJsonObject, type Json } from '#shared/json';
import { readJsonText } from './json-text';

type Locked = Asset['lockedFields'];

const toCamel = (name: string): string =>
  name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());

/** The fields that are locked, in our order; flags of other fields are passed over. Undefined when it is neither object nor list. */
export function readLockedFields(value: Json): Locked | undefined {
  const read = readJsonText(value);
  if (read === null) return [];
  const names = Array.isArray(read)
    ? read.filter((name) => typeof name === 'string')
    : isJsonObject(read)
      ? Object.entries(read).flatMap(([name, isLocked]) => (isLocked === true ? [name] : []))
      : undefined;
  const locked = names?.map(toCamel);
  return locked && lockableFields.filter((field) => locked.includes(field));
}

/** `before`: the text the site itself sent, given back while it still means the same. */
export function writeLockedFields(locked: Locked, before: Json | undefined): string | null {
  const known = typeof before === 'string' ? readLockedFields(before) : undefined;
  if (typeof before === 'string' && isSame(known ?? [], locked)) return before;
  return locked.length === 0 ? null : ours(locked);
}

/** The text of our own, where nobody wrote one before. */
export const ours = (locked: Locked): string =>
  JSON.stringify(
    Object.fromEntries(lockableFields.filter((field) => locked.includes(field)).map((f) => [f, true])),
  );

const isSame = (a: Locked, b: Locked): boolean =>
  a.length === b.length && a.every((field) => b.includes(field));
