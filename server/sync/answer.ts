/** Answers to step 1: what a state vector lacks, put together from stored bytes, piece by piece. */
import { encodeUpdate } from '#shared/change/codec/write';
import type { StateVector } from '#shared/change/state-vector';
import { limits } from '#shared/protocol/limits';
import { updateMessage } from '#shared/protocol/messages';
import type { ChangeReader, SentChange } from '../database/port/changes';

/** Update messages with everything between two vectors, each small enough that a cut link costs little. */
export async function* piecesBetween(
  changes: ChangeReader,
  document: string,
  from: StateVector,
  to: StateVector,
): AsyncGenerator<Uint8Array> {
  let piece: SentChange[] = [];
  let bytes = 0;
  for await (const change of changesBetween(changes, document, from, to)) {
    const isFull =
      piece.length >= limits.changesPerPiece || bytes + change.body.length > limits.bytesPerAnswer;
    if (piece.length > 0 && isFull) {
      yield updateMessage(encodeUpdate(piece));
      piece = [];
      bytes = 0;
    }
    piece.push(change);
    bytes += change.body.length;
  }
  if (piece.length > 0) yield updateMessage(encodeUpdate(piece));
}

/**
 * The clients of which something is lacking, the oldest first: what a programme began with, its reference data before its
 * own long lists, is the first that a new device can use.
 */
async function lackingOf(
  changes: ChangeReader,
  document: string,
  from: StateVector,
  to: StateVector,
): Promise<number[]> {
  const clients = [...to].filter(([client, end]) => (from.get(client) ?? 0) < end).map(([client]) => client);
  return clients.length > 1 ? changes.byAge(document, clients) : clients;
}

async function* changesBetween(
  changes: ChangeReader,
  document: string,
  from: StateVector,
  to: StateVector,
): AsyncGenerator<SentChange> {
  for (const client of await lackingOf(changes, document, from, to)) {
    const end = to.get(client) ?? 0;
    let clock = from.get(client) ?? 0;
    while (clock < end) {
      const page = await changes.page(document, client, clock, Math.min(limits.changesPerPiece, end - clock));
      if (page.length === 0) break;
      yield* page;
      clock += page.length;
    }
  }
}
