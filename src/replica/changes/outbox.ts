/** The positions of changes in documents: those that fill a document, those that come next, and those that central has on disk. */
import { covers, type StateVector } from '#shared/change/state-vector';
import type { Change } from '#shared/change/change';
import type { PositionedChange } from '#shared/change/codec/struct';
import { owed, withoutPositions, withPosition } from './change-record';
import { samePosition } from '#shared/change/position';
import { atOneMoment, bundledRecords, eachOnce } from '../bundles/lay-out';
import type { ReplicaDatabase } from '../database';
import { omit } from '../omit';
import type { ChangeRecord, HoleRecord, OutboxEntry } from '../records';
import { keepProof, type Proof } from '../proofs/receipts';

interface Content {
  placed: PositionedChange[];
  holes: HoleRecord[];
  /** some of it is here by itself and in a bundle too */
  isDoubled: boolean;
}

/** The content of a document, as far as this device knows it. */
export async function contentOf(db: ReplicaDatabase, document: string): Promise<Content> {
  const [records, bundled, holes] = await atOneMoment(db, () =>
    Promise.all([
      db.changes.where('documents').equals(document).toArray(),
      bundledRecords(db, document),
      db.holes.where('document').equals(document).toArray(),
    ]),
  );
  const all = eachOnce(records, bundled);
  const placed = all.flatMap((record) => positionsIn(record, document));
  return { placed, holes, isDoubled: all.length < records.length + bundled.length };
}

const positionsIn = (record: ChangeRecord, document: string): PositionedChange[] =>
  record.places
    .filter((place) => place.document === document)
    .map(({ client, clock }) => ({ client, clock, change: record.change }));

/**
 * Takes back the places that central has not confirmed, so that they are given again after the exchange. By then this device
 * knows central's content there (a copied database may have used the places for something else). Returns the number of places.
 */
export async function unassignUnconfirmed(db: ReplicaDatabase, document: string): Promise<number> {
  return db.transaction('rw', [db.changes, db.outbox], async () => {
    const sent = (await db.outbox.where('state').equals('sent').toArray()).filter(
      (entry) => entry.place?.document === document,
    );
    const records = await db.changes.bulkGet(sent.map((entry) => entry.changeId));
    const unconfirmed = records.flatMap((record, index) => {
      const place = sent[index]?.place;
      return record && place ? [withoutPositions(record, (other) => samePosition(other, place))] : [];
    });
    await db.changes.bulkPut(unconfirmed);
    await db.outbox.bulkPut(sent.map((entry): OutboxEntry => ({ ...omit(entry, 'place'), state: 'saved' })));
    return sent.length;
  });
}

/**
 * The changes that wait to be sent for a store, or for central data when `storeId` is undefined: oldest first, at most `limit`.
 * With `userId`, only that person's: those of another, who has left this browser, may wait for long and hold up nobody.
 */
export async function waitingFor(
  db: ReplicaDatabase,
  storeId: string | undefined,
  limit: number,
  userId?: string,
): Promise<Change[]> {
  const waiting = db.outbox
    .orderBy('hlc')
    .filter((entry) => entry.state === 'saved' && entry.storeId === storeId);
  const entries = await (userId === undefined ? waiting.limit(limit) : waiting).toArray();
  const records = await db.changes.bulkGet(entries.map((entry) => entry.changeId));
  const changes = records.flatMap((record) =>
    record && !record.refused && (userId === undefined || record.change.userId === userId)
      ? [record.change]
      : [],
  );
  return changes.slice(0, limit);
}

/**
 * Gives changes their places, in one transaction, before anything is sent. With `owedOnly`, those that were settled since they
 * were read are left out.
 */
export async function assignPositions(
  db: ReplicaDatabase,
  { document, client, clock }: ChangeRecord['places'][number],
  changes: readonly Change[],
  options: { owedOnly: boolean; at: number },
): Promise<PositionedChange[]> {
  return db.transaction('rw', [db.changes, db.outbox], async () => {
    const ids = changes.map((change) => change.id);
    const [found, entries] = await Promise.all([db.changes.bulkGet(ids), db.outbox.bulkGet(ids)]);
    const records = found.filter(
      (record, index) => record !== undefined && (!options.owedOnly || entries[index]?.state === 'saved'),
    );
    const positioned = records.flatMap((record, index) =>
      record ? [{ record, place: { document, client, clock: clock + index } }] : [],
    );
    await db.changes.bulkPut(positioned.map((entry) => withPosition(entry.record, entry.place)));
    await db.outbox.bulkPut(
      positioned.map((entry): OutboxEntry => ({
        ...owed(entry.record, options.at),
        state: 'sent',
        place: entry.place,
      })),
    );
    return positioned.map((entry) => ({ client, clock: entry.place.clock, change: entry.record.change }));
  });
}

/** Central has everything up to `vector` on disk: covered changes are owed no more. Returns the number of entries that this settles. */
export async function settle(
  db: ReplicaDatabase,
  document: string,
  vector: StateVector,
  proof: Proof = { marks: [], receipts: [] },
): Promise<number> {
  return db.transaction('rw', [db.outbox, db.chains, db.receipts], async () => {
    await keepProof(db, document, proof);
    const sent = await db.outbox.where('state').equals('sent').toArray();
    const stored = sent.filter(
      ({ place }) => place?.document === document && covers(vector, place.client, place.clock),
    );
    await db.outbox.bulkDelete(stored.map((entry) => entry.changeId));
    return stored.length;
  });
}

/** Most arriving changes were never in the outbox, which is short: one look shows it. */
export async function settleArrived(
  db: ReplicaDatabase,
  arrived: Pick<ReadonlyMap<string, unknown>, 'has'>,
): Promise<void> {
  const owed = await db.outbox.toCollection().primaryKeys();
  const settled = owed.filter((id) => arrived.has(id));
  if (settled.length > 0) await db.outbox.bulkDelete(settled);
}
