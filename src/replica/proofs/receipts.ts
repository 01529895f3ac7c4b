/** The receipts of a device, kept with the chains that they prove, and the digests of its documents (rules P4, P5). */
import type { Mark } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import type { ReplicaDatabase } from '../database';
import type { ReceiptRecord } from '../records';

/** The proof that is written with some changes: the new ends of the chains, and the receipts that equal the content then. */
export interface Proof {
  marks: readonly Mark[];
  receipts: readonly Receipt[];
}

/** Inside the transaction that writes the proven changes: neither is ever there without the other. */
export async function keepProof(db: ReplicaDatabase, document: string, proof: Proof): Promise<void> {
  await keepChains(db, document, proof.marks);
  if (proof.receipts.length === 0) return;
  const known = await db.receipts.where('document').equals(document).toArray();
  const fresh = proof.receipts.map((receipt): ReceiptRecord => ({ document, ...receipt }));
  const kept = withoutDominated([...known, ...fresh]);
  const gone = known
    .filter((record) => !kept.includes(record))
    .flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (gone.length > 0) await db.receipts.bulkDelete(gone);
  await db.receipts.bulkAdd(kept.filter((record) => record.id === undefined));
}

/** Keeps the ends of chains, also for documents that are older than digests. */
export const keepChains = async (
  db: ReplicaDatabase,
  document: string,
  marks: readonly Mark[],
): Promise<void> => {
  if (marks.length > 0) await db.chains.bulkPut(marks.map((mark) => ({ document, ...mark })));
};

/**
 * A receipt stays until each client that it names is proven at least as far by another one: a later one that says less proves less.
 * One made with another key takes nothing from it, since central may have lost that key.
 */
export function withoutDominated(receipts: readonly ReceiptRecord[]): ReceiptRecord[] {
  const best = new Map<string, ReceiptRecord>();
  for (const receipt of receipts)
    for (const [client, clock] of receipt.vector) {
      const key = `${receipt.keyId}/${client}`;
      const other = best.get(key)?.vector.get(client) ?? 0;
      if (clock >= other) best.set(key, receipt);
    }
  const needed = new Set(best.values());
  return receipts.filter((receipt) => needed.has(receipt));
}

export const receiptsOf = (db: ReplicaDatabase, document: string): Promise<ReceiptRecord[]> =>
  db.receipts.where('document').equals(document).toArray();

export const chainsOf = async (db: ReplicaDatabase, document: string): Promise<Mark[]> =>
  (await db.chains.where('document').equals(document).toArray()).map(({ client, clock, digest }) => ({
    client,
    clock,
    digest,
  }));

/** The clock up to which each client is proven: changes before it are not this device's alone any more. */
export function provenUpTo(receipts: readonly ReceiptRecord[]): Map<number, number> {
  const proven = new Map<number, number>();
  for (const { vector } of receipts)
    for (const [client, clock] of vector) proven.set(client, Math.max(clock, proven.get(client) ?? 0));
  return proven;
}
