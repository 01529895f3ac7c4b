/** The changes that central has lost and this device can prove: whole chains, each from central's end to the receipt's (rule G1). */
import type { PositionedChange } from '#shared/change/codec/struct';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import type { StateVector } from '#shared/change/state-vector';
import { emptyUpdate, type GiveBack } from '#shared/protocol/messages';
import type { ReplicaDatabase } from '../replica/database';
import { contentOf } from '../replica/changes/outbox';
import { unreadOf } from '../replica/changes/unread';
import { receiptsOf } from '../replica/proofs/receipts';
import type { ReceiptRecord } from '../replica/records';
import { piecesOf } from '#shared/change/runs';
import { marksOf } from './proof-book';

/** One client's part of it. Central has it all once it has the last change. */
export interface ProvenChain {
  client: number;
  /** of the last change */
  clock: number;
  pieces: GiveBack[];
}

/** All changes of a document that have a digest, also those that only a newer app can read. */
async function provableIn(db: ReplicaDatabase, document: string): Promise<PositionedChange[]> {
  const { placed, holes } = await contentOf(db, document);
  return [...placed, ...unreadOf(holes)];
}

/** `central`: its vector, and 0 for a client of which it asks for all. */
export async function provenChains(
  db: ReplicaDatabase,
  document: string,
  central: StateVector,
): Promise<ProvenChain[]> {
  const receipts = await receiptsOf(db, document);
  const lost = lostClients(receipts, central);
  if (lost.size === 0) return [];
  const placed = await provableIn(db, document);
  return [...lost].flatMap(([client, receipt]) =>
    chainOf({ document, placed, receipt, client, from: central.get(client) ?? 0 }),
  );
}

/** The clients of which central has less than was proven, each with the receipt that proves most. */
function lostClients(receipts: readonly ReceiptRecord[], central: StateVector): Map<number, ReceiptRecord> {
  const lost = new Map<number, ReceiptRecord>();
  for (const receipt of receipts)
    for (const [client, clock] of receipt.vector) {
      const best = lost.get(client)?.vector.get(client) ?? central.get(client) ?? 0;
      if (clock > best) lost.set(client, receipt);
    }
  return lost;
}

/**
 * Receipts of a document, each with the digests of all that it names and nothing to take (rule P10). After that, central listens to a
 * device that it does not know (rule G6).
 */
export async function shownReceipts(
  db: ReplicaDatabase,
  document: string,
  receipts: readonly ReceiptRecord[],
): Promise<GiveBack[]> {
  if (receipts.length === 0) return [];
  const placed = await provableIn(db, document);
  return receipts.flatMap((receipt) => {
    const marks = marksOf(document, placed, receipt.vector);
    return marks ? [{ receipt, marks, update: emptyUpdate }] : [];
  });
}

interface ChainInput {
  document: string;
  placed: readonly PositionedChange[];
  receipt: ReceiptRecord;
  client: number;
  from: number;
}

/** Nothing where some of the receipt's changes are here no more: then the rest cannot be shown to be the proven content. */
function chainOf({ document, placed, receipt, client, from }: ChainInput): ProvenChain[] {
  const marks = marksOf(document, placed, receipt.vector);
  const end = receipt.vector.get(client) ?? 0;
  const run = placed
    .filter((entry) => entry.client === client && entry.clock >= from && entry.clock < end)
    .sort((a, b) => a.clock - b.clock);
  if (!marks || run.length < end - from) return [];
  const pieces = [...piecesOf(run.map(toBytes), (entry) => entry.body.length)];
  const given = pieces.map((piece): GiveBack => ({ receipt, marks, update: encodeUpdate(piece) }));
  return [{ client, clock: end - 1, pieces: given }];
}
