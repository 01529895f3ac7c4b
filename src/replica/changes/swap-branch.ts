/** This device's branch of a client gives way to central's, which has all of it under other places (rule G8). */
import { layOutDocument } from '../bundles/lay-out';
import type { ReplicaDatabase } from '../database';
import { provenUpTo, receiptsOf } from '../proofs/receipts';
import type { ChangeRecord, ReceiptRecord } from '../records';
import { owed, withoutPositions } from './change-record';

interface Branch {
  document: string;
  client: number;
  /** the clock from which on central has another branch */
  from: number;
  /** milliseconds */
  at: number;
}

/**
 * Takes the places of a client in a document away, in one transaction. It does so only if every proven change stands in the
 * document elsewhere under a receipt, and no receipt that goes with it proves more of others than those that stay. Changes that
 * were never proven are owed again, and changes before the fork until central has sent them. Returns true if it was done.
 */
export function swapBranch(db: ReplicaDatabase, branch: Branch): Promise<boolean> {
  const { document, client, from } = branch;
  const tables = [db.changes, db.bundles, db.bundleContents, db.outbox, db.chains, db.receipts, db.holes];
  return db.transaction('rw', tables, async () => {
    await layOutDocument(db, document);
    const receipts = await receiptsOf(db, document);
    const going = receipts.filter(({ vector }) => vector.has(client));
    const proven = provenUpTo(receipts.filter((receipt) => !going.includes(receipt)));
    const upTo = provenUpTo(going).get(client) ?? 0;
    const records = (await db.changes.where('documents').equals(document).toArray()).filter(({ places }) =>
      places.some((place) => place.document === document && place.client === client),
    );
    const isKept = records.every((record) => isElsewhere(record, { document, client, from, upTo, proven }));
    if (!isKept || !areCovered(going, client, proven)) return false;
    await dropPlaces(db, records, branch);
    await db.chains.delete([document, client]);
    await db.receipts.bulkDelete(going.flatMap(({ id }) => id ?? []));
    await db.holes
      .where('document')
      .equals(document)
      .filter((hole) => hole.client === client)
      .delete();
    return true;
  });
}

interface Proven extends Pick<Branch, 'document' | 'client' | 'from'> {
  /** the first clock of the client that is not proven */
  upTo: number;
  /** per other client, the clock up to which the receipts that stay prove it */
  proven: ReadonlyMap<number, number>;
}

const isElsewhere = ({ places }: ChangeRecord, { document, client, from, upTo, proven }: Proven): boolean =>
  places.every(
    (place) =>
      place.document !== document ||
      place.client !== client ||
      place.clock < from ||
      place.clock >= upTo ||
      places.some((other) => other.document === document && other.clock < (proven.get(other.client) ?? 0)),
  );

const areCovered = (
  going: readonly ReceiptRecord[],
  client: number,
  proven: ReadonlyMap<number, number>,
): boolean =>
  going.every(({ vector }) =>
    [...vector].every(([other, clock]) => other === client || clock <= (proven.get(other) ?? 0)),
  );

async function dropPlaces(
  db: ReplicaDatabase,
  records: readonly ChangeRecord[],
  { document, client, at }: Branch,
): Promise<void> {
  const left = records.map((record) =>
    withoutPositions(record, (place) => place.document === document && place.client === client),
  );
  await db.changes.bulkPut(left);
  await db.outbox.bulkPut(
    left.filter((record) => !record.documents.includes(document)).map((record) => owed(record, at)),
  );
}
