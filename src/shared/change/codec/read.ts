/**
 * Update bytes → changes, without a Y.Doc (rules B1 to B6). The bytes are untrusted: the allowed forms of a change are listed,
 * and counts are checked before anything is made. All else is set apart rather than guessed at.
 */
import { createDecoder, readAny, readUint8, readVarString, readVarUint, type Decoder } from 'lib0/decoding';
import { createEncoder, length, writeAny } from 'lib0/encoding';
import { isPlainJson } from '../../json';
import type { UnreadableCode } from '../../protocol/error-codes';
import { limits } from '../../protocol/limits';
import { accepted, refused, type Issue, type Result } from '../../result';
import { readAnyOf } from './any';
import { info, ROOT } from './struct';

/** A change at its place. */
export interface ChangeStruct {
  type: 'change';
  client: number;
  clock: number;
  key: string;
  value: unknown;
  bytes: number;
  body: Uint8Array;
}

/** One struct of an update, at its place. `value` is still untrusted JSON, or anything else that Yjs can carry. */
export type Struct =
  | ChangeStruct
  | { type: 'garbage'; client: number; clock: number; length: number }
  | { type: 'overwrite'; client: number; clock: number; value: unknown }
  | { type: 'foreign'; client: number; clock: number };

/**
 * Reads an update. A struct that is not a change, garbage or an overwrite ends the reading ('foreign'), since only a
 * struct that is understood has a known length. Refuses with `malformed` for bytes that are no update and `too-large` for too many structs.
 */
export function readUpdate(update: Uint8Array): Result<Struct[], Issue<UnreadableCode>> {
  try {
    return readRuns(createDecoder(update));
  } catch {
    return refused({ code: 'malformed' });
  }
}

function readRuns(decoder: Decoder): Result<Struct[], Issue<UnreadableCode>> {
  const structs: Struct[] = [];
  const runs = readVarUint(decoder);
  for (let run = 0; run < runs; run++) {
    const count = readVarUint(decoder);
    if (structs.length + count > limits.changesPerUpdate) return refused({ code: 'too-large' });
    const client = readVarUint(decoder);
    let clock = readVarUint(decoder);
    for (let index = 0; index < count; index++) {
      const read = readStruct(decoder, client, clock);
      if (read.struct) structs.push(read.struct);
      if (read.struct?.type === 'foreign') return accepted(structs);
      clock += read.length;
      if (!Number.isSafeInteger(clock)) return refused({ code: 'malformed' });
    }
  }
  return accepted(structs);
}

function readStruct(decoder: Decoder, client: number, clock: number): { struct?: Struct; length: number } {
  const head = readUint8(decoder);
  const content = head & info.contentMask;
  if (head === info.garbage) return garbage(decoder, client, clock);
  if (head === info.skip) return { length: readVarUint(decoder) };
  const isOverwrite = (head & (info.hasOrigin | info.hasRightOrigin)) !== 0;
  const isInRoot = isOverwrite ? skipOrigins(decoder, head) : readParent(decoder);
  if (!isInRoot) return { struct: { type: 'foreign', client, clock }, length: 1 };
  const key = head & info.hasKey && !isOverwrite ? readVarString(decoder) : undefined;
  if (content === info.deleted) return garbage(decoder, client, clock);
  if (content !== info.any || readVarUint(decoder) !== 1)
    return { struct: { type: 'foreign', client, clock }, length: 1 };
  return { struct: readValue(decoder, client, clock, isOverwrite ? undefined : key, isOverwrite), length: 1 };
}

const PROTO = Uint8Array.from('__proto__', (letter) => letter.charCodeAt(0));

function readSeen(decoder: Decoder): unknown {
  const start = decoder.pos;
  const value: unknown = readAny(decoder);
  return seen(value, decoder.arr.subarray(start, decoder.pos));
}

/** Undefined where the bytes say more than the value shows: a value under `__proto__` goes out of sight (rule C3). */
function seen(value: unknown, body: Uint8Array): unknown {
  if (!contains(body, PROTO) || !isPlainJson(value)) return value;
  const encoder = createEncoder();
  writeAny(encoder, value);
  return length(encoder) === body.length ? value : undefined;
}

function contains(bytes: Uint8Array, part: Uint8Array): boolean {
  const first = part[0] ?? 0;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1))
    if (part.every((byte, index) => bytes[at + index] === byte)) return true;
  return false;
}

function garbage(decoder: Decoder, client: number, clock: number): { struct: Struct; length: number } {
  const length = readVarUint(decoder);
  return { struct: { type: 'garbage', client, clock, length }, length };
}

/** An item that stands after or before another names it instead of its parent: in a map that is an overwrite. */
function skipOrigins(decoder: Decoder, head: number): boolean {
  for (const flag of [info.hasOrigin, info.hasRightOrigin]) {
    if (head & flag) {
      readVarUint(decoder);
      readVarUint(decoder);
    }
  }
  return true;
}

const readParent = (decoder: Decoder): boolean =>
  readVarUint(decoder) === 1 && readVarString(decoder) === ROOT;

function readValue(
  decoder: Decoder,
  client: number,
  clock: number,
  key: string | undefined,
  isOverwrite: boolean,
): Struct {
  const start = decoder.pos;
  const value = readSeen(decoder);
  if (isOverwrite) return { type: 'overwrite', client, clock, value };
  if (key === undefined) return { type: 'foreign', client, clock };
  const body = decoder.arr.slice(start, decoder.pos);
  return { type: 'change', client, clock, key, value, bytes: body.length, body };
}

/** The struct that has this body, and stands under the id in it; undefined where there is no id, or the body is no single value. */
export function readBody(client: number, clock: number, body: Uint8Array): ChangeStruct | undefined {
  const decoder = createDecoder(body);
  const whole = readAnyOf(decoder);
  if (typeof whole !== 'object' || whole === null || decoder.pos !== body.length) return undefined;
  const key = 'id' in whole ? whole.id : undefined;
  if (typeof key !== 'string') return undefined;
  return { type: 'change', client, clock, key, value: seen(whole, body), bytes: body.length, body };
}
