/**
 * A piece of a document's log, as it is kept and downloaded (rules Q1 to Q3): the changes that were stored one after the other,
 * those of a client in one run. A piece unpacks to what an update like any other holds.
 */
import { limits } from '../../protocol/limits';
import type { UnreadableCode } from '../../protocol/error-codes';
import { accepted, refused, type Issue, type Result } from '../../result';
import { readBody, type ChangeStruct } from '../codec/read';
import type { PositionedBytes } from '../codec/write';
import { Growing, Reading } from './bytes';
import { Packer, Unpacker } from './pack';

/** The first byte; a reader that does not know it leaves the piece to the socket. */
const FORM = 1;

/** Bytes of changes that one piece may hold; its own claim does not count. */
const LARGEST = 32 * 1024 * 1024;

export function encodePiece(changes: readonly PositionedBytes[]): Uint8Array {
  const to = new Growing();
  const packer = new Packer(to);
  const runs = runsOf(changes);
  to.byte(FORM);
  to.number(runs.length);
  for (const run of runs) {
    to.number(run[0].client);
    to.number(run[0].clock);
    to.number(run.length);
    for (const { body } of run) packer.add(body);
  }
  return to.copy();
}

/** What `readUpdate` would read in the update that a piece is: a phone reads it once, and never puts the update together. */
export interface ReadPiece {
  structs: ChangeStruct[];
}

/** The bytes are untrusted. */
export function readPiece(bytes: Uint8Array): Result<ReadPiece, Issue<UnreadableCode>> {
  try {
    const from = new Reading(bytes);
    if (from.byte() !== FORM) return refused({ code: 'malformed' });
    const structs = readRuns(from);
    if (!structs) return refused({ code: 'too-large' });
    if (!from.isOver) return refused({ code: 'malformed' });
    return accepted({ structs });
  } catch {
    return refused({ code: 'malformed' });
  }
}

function readRuns(from: Reading): ChangeStruct[] | undefined {
  const unpacker = new Unpacker();
  const changes: ChangeStruct[] = [];
  let size = 0;
  for (let runs = from.number(); runs > 0; runs--) {
    const client = from.number();
    const clock = from.number();
    const count = from.number();
    if (changes.length + count > limits.changesPerUpdate) return undefined;
    if (!Number.isSafeInteger(clock + count)) throw new Error('no such place');
    for (let index = 0; index < count; index++) {
      const body = unpacker.next(from).slice();
      size += body.length;
      if (size > LARGEST) return undefined;
      // a change stands under its own id (rule B1)
      const change = readBody(client, clock + index, body);
      if (!change) throw new Error('no change');
      changes.push(change);
    }
  }
  return changes;
}

type Run = [PositionedBytes, ...PositionedBytes[]];

/** The runs, in the order in which their clients come first. */
function runsOf(changes: readonly PositionedBytes[]): Run[] {
  const runs = new Map<number, Run>();
  for (const change of changes) {
    const run = runs.get(change.client);
    if (!run) runs.set(change.client, [change]);
    else if (change.clock === run[0].clock + run.length) run.push(change);
    else throw new Error('a piece with a gap');
  }
  return [...runs.values()];
}
