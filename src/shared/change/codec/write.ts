/** Changes → update bytes, without a Y.Doc (rules B1, B5). */
import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding';
import { runsOf } from '../runs';
import { encodeBody, writeRunHead, writeStructHead, type PositionedChange } from './struct';

/** A placed change whose body is already bytes, as a database keeps it. */
export interface PositionedBytes {
  client: number;
  clock: number;
  changeId: string;
  body: Uint8Array;
}

export const toBytes = ({ client, clock, change }: PositionedChange): PositionedBytes => ({
  client,
  clock,
  changeId: change.id,
  body: encodeBody(change),
});

/**
 * One update that holds all the given changes. Those of a client stand together, by clock, without a gap
 * (a reader would take the second of two runs of one client for the whole): anything else is a fault of the caller.
 */
export function encodeUpdate(positioned: readonly PositionedBytes[]): Uint8Array {
  const encoder = createEncoder();
  const runs = runsOf(positioned);
  if (new Set(runs.map((run) => run[0].client)).size < runs.length)
    throw new Error('the changes of a client are not in one run');
  writeVarUint(encoder, runs.length);
  for (const run of runs) {
    writeRunHead(encoder, run.length, run[0].client, run[0].clock);
    for (const { changeId, body } of run) {
      writeStructHead(encoder, changeId);
      writeUint8Array(encoder, body);
    }
  }
  writeVarUint(encoder, 0); // no delete set, ever (rule B4)
  return toUint8Array(encoder);
}
