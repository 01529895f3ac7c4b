/** A run: changes of one client with consecutive clocks, stored together in one row of the log. Its bytes are the lengths of the bodies, then the bodies. */
import { createDecoder, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding';

export function encodeRun(bodies: readonly Uint8Array[]): Uint8Array {
  const encoder = createEncoder();
  for (const body of bodies) writeVarUint(encoder, body.length);
  return Buffer.concat([toUint8Array(encoder), ...bodies]);
}

/** More changes than any run has. */
const MOST = 4096;

/** The bodies of a run of `count` changes. They are views of its bytes; empty ones where the disk has spoilt it. */
export function bodiesOf(run: Uint8Array, count: number): Uint8Array[] {
  const decoder = createDecoder(run);
  try {
    const lengths = Array.from({ length: count }, () => readVarUint(decoder));
    let at = decoder.pos;
    return lengths.map((length) => run.subarray(at, (at += length)));
  } catch {
    return Array.from({ length: Math.min(count, MOST) }, () => new Uint8Array());
  }
}
