/** Changes → update bytes, without a Y.Doc (rules B1, B5). */
import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding';
import { limits } from '../../protocol/limits';
import { encodeBody, writeRunHead, writeStructHead, type PositionedChange } from './struct';

/** A placed change whose body is already bytes, as a store keeps it. */
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

type Run = [PositionedBytes, ...PositionedBytes[]];

function runsOf(positioned: readonly PositionedBytes[]): Run[] {
  const runs: Run[] = [];
  for (const entry of positioned) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last?.client === entry.client && last.clock + 1 === entry.clock) run.push(entry);
    else runs.push([entry]);
  }
  if (new Set(runs.map((run) => run[0].client)).size < runs.length)
    throw new Error('the changes of a client are not in one run');
  return runs;
}

/** Cuts a long list into updates small enough that a cut link costs little (rule B6). */
export function* encodePieces(
  positioned: Iterable<PositionedBytes>,
  size: { changes: number; bytes: number } = { changes: limits.changesPerPiece, bytes: limits.bytesPerPiece },
): Generator<Uint8Array> {
  let piece: PositionedBytes[] = [];
  let bytes = 0;
  for (const entry of positioned) {
    if (piece.length > 0 && (piece.length >= size.changes || bytes + entry.body.length > size.bytes)) {
      yield encodeUpdate(piece);
      piece = [];
      bytes = 0;
    }
    piece.push(entry);
    bytes += entry.body.length;
  }
  if (piece.length > 0) yield encodeUpdate(piece);
}
