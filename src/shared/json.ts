/** Plain JSON: the only thing a change may be made of, since it must be the same after every hop and every store. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Deeper nesting than this has no honest use, and would let a hostile value exhaust the stack. */
const MAX_DEPTH = 16;

/**
 * True when `value` survives a JSON round trip unchanged (rule C3): no undefined, bigint, bytes, NaN, -0, lone surrogate or
 * `__proto__` key.
 */
export function isPlainJson(value: unknown, depth = 0): value is Json {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return isWellFormed(value);
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((entry) => isPlainJson(entry, depth + 1));
  return (
    isPlainObject(value) && Object.entries(value).every(([key, entry]) => isPlainEntry(key, entry, depth))
  );
}

function isPlainEntry(key: string, entry: unknown, depth: number): boolean {
  return key !== '__proto__' && isWellFormed(key) && isPlainJson(entry, depth + 1);
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const NO_SURROGATES = /^[^\ud800-\udfff]*$/;

/** UTF-8 cannot carry half a surrogate pair, so such a string would come back as another one. Nearly every text has none, nor a whole one. */
function isWellFormed(text: string): boolean {
  if (NO_SURROGATES.test(text)) return true;
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isPlainJson(value);
}

/** Deep equality of plain JSON; the order of keys does not count. */
export function equalJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && equalArrays(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalEntry(a, b, key))
  );
}

function equalEntry(a: JsonObject, b: JsonObject, key: string): boolean {
  const [left, right] = [a[key], b[key]];
  return left !== undefined && right !== undefined && equalJson(left, right);
}

function equalArrays(a: Json[], b: Json[]): boolean {
  return a.length === b.length && a.every((entry, index) => equalJson(entry, b[index] ?? null));
}

/** Parses a text from outside, still untrusted; undefined when it is no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
