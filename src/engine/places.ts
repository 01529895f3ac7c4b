/**
 * Places in a document without what stands there, as Yjs reads them: its own form for what is known to be there and is of no further use.
 * Yjs then keeps the state vector, and tells what waits for what, for one entry a run instead of one a change. The changes themselves are
 * in the replica, from which everything is sent.
 */
import { createEncoder, toUint8Array, writeUint8, writeVarUint, type Encoder } from 'lib0/encoding';
import { runsOf } from '#shared/change/runs';
import { info } from '#shared/change/codec/struct';

interface Place {
  client: number;
  clock: number;
}

interface Stretch {
  clock: number;
  length: number;
}

export function placesUpdate(places: readonly Place[]): Uint8Array {
  const clients = new Map<number, Stretch[]>();
  const ordered = [...places].sort((a, b) => a.client - b.client || a.clock - b.clock);
  for (const run of runsOf(ordered)) {
    const [{ client, clock }] = run;
    clients.set(client, [...(clients.get(client) ?? []), { clock, length: run.length }]);
  }
  const encoder = createEncoder();
  writeVarUint(encoder, clients.size);
  for (const [client, stretches] of clients) writeStretches(encoder, client, stretches);
  writeVarUint(encoder, 0); // no delete set
  return toUint8Array(encoder);
}

/** Those of a client stand in one run; what lies between two of them is passed over. */
function writeStretches(encoder: Encoder, client: number, stretches: readonly Stretch[]): void {
  const from = stretches[0]?.clock ?? 0;
  writeVarUint(encoder, 2 * stretches.length - 1);
  writeVarUint(encoder, client);
  writeVarUint(encoder, from);
  let at = from;
  for (const { clock, length } of stretches) {
    if (clock > at) writeLength(encoder, info.skip, clock - at);
    writeLength(encoder, info.garbage, length);
    at = clock + length;
  }
}

function writeLength(encoder: Encoder, kind: number, length: number): void {
  writeUint8(encoder, kind);
  writeVarUint(encoder, length);
}
