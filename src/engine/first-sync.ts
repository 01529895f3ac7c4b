/**
 * A device that lacks much of a document gets it in pieces over HTTP before its socket opens (rules Q4, Q5): a third of the
 * bytes, and a cut costs one piece. After any failure here the socket brings all that is lacking.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { hexOf } from '#shared/hex';
import type { LogPiece } from '#shared/api/document-log';
import { readPiece, type ReadPiece } from '#shared/change/piece/piece';
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
  /** Takes the changes of a piece; the answer resolves with whether they were written. Undefined where they differ from their receipt. */
  take: (piece: ReadPiece, receipt: Receipt | undefined) => Promise<boolean> | undefined;
}

/**
 * Takes one piece after the other, as far as they can be had. While one is written down the next is read, and the one after it is on its
 * way: so a phone holds three at most, and neither its processor nor its link waits for its storage.
 */
export async function takePieces(first: FirstSync, ended: Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  void ended.then(() => stop.abort());
  try {
    await takeAll(first, stop.signal);
  } finally {
    // one may still be on its way
    stop.abort();
  }
}

async function takeAll(
  { world: { fetch, version }, identity, carrier, take }: FirstSync,
  signal: AbortSignal,
): Promise<void> {
  const central = { ...centralOf(identity), fetch, version, signal };
  const log = await listPieces(central, carrier.document);
  if (!log.ok) return;
  const here = carrier.vector();
  const lacking = log.value.pieces.filter((piece) => !isHere(piece, here));
  const get = (piece: LogPiece | undefined): Promise<Uint8Array | undefined> | undefined =>
    piece && getPiece(central, carrier.document, piece.name);
  let coming = get(lacking[0]);
  let written: Promise<boolean> | undefined;
  for (const [index, piece] of lacking.entries()) {
    const bytes = await coming;
    coming = get(lacking[index + 1]);
    const read = bytes && readNamed(bytes, piece.name);
    const writing = read && take(read, receiptOf(piece));
    const isWritten = await written;
    if (!writing || isWritten === false) return void (await writing);
    written = writing;
  }
  await written;
}

/** What a piece holds; undefined where the bytes are not those of its name. */
function readNamed(bytes: Uint8Array, name: string): ReadPiece | undefined {
  if (hexOf(sha256(bytes)) !== name) return undefined;
  const read = readPiece(bytes);
  return read.ok ? read.value : undefined;
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
