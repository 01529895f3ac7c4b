/** State vectors: per client id, how many of its structs one has (rule B7). */
import { createDecoder, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding';
import { limits } from '../protocol/limits';
import type { UnreadableCode } from '../protocol/error-codes';
import { accepted, refused, type Issue, type Result } from '../result';

export type StateVector = ReadonlyMap<number, number>;

export function encodeStateVector(vector: StateVector): Uint8Array {
  const encoder = createEncoder();
  writeVarUint(encoder, vector.size);
  // Yjs writes the greatest client first; so do we, for equal bytes
  for (const [client, clock] of [...vector].sort(([a], [b]) => b - a)) {
    writeVarUint(encoder, client);
    writeVarUint(encoder, clock);
  }
  return toUint8Array(encoder);
}

/** Reads untrusted bytes; refuses with `malformed` or `too-large`. */
export function readStateVector(bytes: Uint8Array): Result<Map<number, number>, Issue<UnreadableCode>> {
  try {
    const decoder = createDecoder(bytes);
    const size = readVarUint(decoder);
    if (size > limits.clientsPerStateVector) return refused({ code: 'too-large' });
    const vector = new Map<number, number>();
    for (let index = 0; index < size; index++) vector.set(readVarUint(decoder), readVarUint(decoder));
    return accepted(vector);
  } catch {
    return refused({ code: 'malformed' });
  }
}

/** A vector grown by another: per client the greater clock. */
export function joinVectors(a: StateVector, b: StateVector): Map<number, number> {
  const joined = new Map(a);
  for (const [client, clock] of b) joined.set(client, Math.max(clock, joined.get(client) ?? 0));
  return joined;
}

/** True when `vector` has the struct of `client` at `clock`. */
export const covers = (vector: StateVector, client: number, clock: number): boolean =>
  (vector.get(client) ?? 0) > clock;

/** The changes that both vectors hold. */
export const meetVectors = (a: StateVector, b: StateVector): Map<number, number> =>
  new Map([...b].map(([client, clock]) => [client, Math.min(clock, a.get(client) ?? 0)]));
