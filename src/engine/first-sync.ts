/**
 * A device that lacks much of a document gets it in pieces over HTTP before its socket opens (rules Q4, Q5): a third of the
 * bytes, and a cut costs one piece. After any failure here the socket brings all that is lacking.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { hexOf } from '#shared/hex';
import type { LogPiece } from '#shared/api/document-log';
import { readPiece } from '#shared/change/piece/piece';
import { covers, type StateVector } from '#shared/change/state-vector';
import type { Receipt } from '#shared/proof/receipt';
import { readReceiptBytes } from '#shared/protocol/messages';
import { centralOf } from '../central-api/central';
import { getPiece, listPieces } from '../central-api/document-log';
import type { Identity } from '../replica/records';
import type { CarriedDocument } from './carried-document';
import type { World } from './world';

/** Changes that a device lacks from which on it asks for pieces. */
export const WORTH_PIECES = 1000;

interface FirstSync {
  world: Pick<World, 'fetch' | 'version'>;
  identity: Identity;
  carrier: Pick<CarriedDocument, 'document' | 'vector'>;
  /** Takes the changes of a piece, and resolves when they are written; false where they differ from their receipt. */
  take: (update: Uint8Array, receipt: Receipt | undefined) => Promise<boolean>;
}

/** Takes one piece after the other, as far as they can be had. */
export async function takePieces(
  { world: { fetch, version }, identity, carrier, take }: FirstSync,
  ended: Promise<unknown>,
): Promise<void> {
  const stop = new AbortController();
  void ended.then(() => stop.abort());
  const central = { ...centralOf(identity), fetch, version, signal: stop.signal };
  const { document } = carrier;
  const log = await listPieces(central, document);
  if (!log.ok) return;
  for (const piece of log.value.pieces) {
    if (isHere(piece, carrier.vector())) continue;
    const bytes = await getPiece(central, document, piece.name);
    if (!bytes || hexOf(sha256(bytes)) !== piece.name) return;
    const update = readPiece(bytes);
    if (!update.ok || !(await take(update.value, receiptOf(piece)))) return;
  }
}

/** A state vector gives the number of changes; the receipts, over the socket, prove that they are the same. */
const isHere = ({ vector }: LogPiece, here: StateVector): boolean =>
  vector.every(([client, next]) => next === 0 || covers(here, client, next - 1));

function receiptOf({ receipt }: LogPiece): Receipt | undefined {
  if (receipt === undefined) return undefined;
  try {
    return readReceiptBytes(Uint8Array.from(atob(receipt), (letter) => letter.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
