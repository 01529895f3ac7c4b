/** Moves the changes that central refused to the problems, with the reason. All others go on. */
import type { Refusal } from '#shared/protocol/messages';
import { owed, touched, withoutPositions } from './change-record';
import { layOutDocument } from '../bundles/lay-out';
import type { ReplicaDatabase } from '../database';
import type { Position } from '#shared/change/position';
import { receiptsOf, provenUpTo } from '../proofs/receipts';
import type { ChangeRecord } from '../records';
import { refold } from './refold';

/** Codes that are about the client id, not about the content of a change: the change is put again under another. */
const rekeyed = new Set(['clock-reused', 'unknown-client']);

/**
 * The effect of a refusal. `set-aside`: changes of ours went to the problems, and central never had them, so their clocks are
 * free. `moved`: some of them had been acknowledged once, and others may hold them at these clocks. `put-again`: our places are
 * in doubt, and all is put again. `not-ours`: nothing here explains it.
 */
export type RefusalOutcome = 'set-aside' | 'moved' | 'put-again' | 'not-ours';

/** Acts on a refusal in `document`, in one transaction; `clients` are this device's client ids. */
export async function refuse(
  db: ReplicaDatabase,
  document: string,
  refusal: Refusal,
  clients: readonly number[],
  at: number,
): Promise<RefusalOutcome> {
  return db.transaction(
    'rw',
    [db.author, db.changes, db.outbox, db.problems, db.receipts, ...db.rowTables()],
    async () => {
      const isOurs = await ownUnproven(db, document, clients);
      if (rekeyed.has(refusal.code))
        return (await putAgain(db, document, isOurs, at)) ? 'put-again' : notOurs(db, document, refusal, at);
      const records = (await db.changes.bulkGet(refusal.changeIds)).filter(
        (record): record is ChangeRecord => record?.places.some(isOurs) ?? false,
      );
      if (records.length === 0) return notOurs(db, document, refusal, at);
      const entries = await db.outbox.bulkGet(records.map(({ id }) => id));
      await moveToProblems(db, document, refusal, records, at);
      return entries.includes(undefined) ? 'moved' : 'set-aside';
    },
  );
}

type IsOurs = (place: Position) => boolean;

/** The positions that a refusal may take: our own beyond the last receipt. Central already had the changes before it (rule G5). */
async function ownUnproven(
  db: ReplicaDatabase,
  document: string,
  clients: readonly number[],
): Promise<IsOurs> {
  const proven = provenUpTo(await receiptsOf(db, document));
  return (place) =>
    place.document === document &&
    clients.includes(place.client) &&
    place.clock >= (proven.get(place.client) ?? 0);
}

/** Says so once; the same refusal again is the same problem. */
async function notOurs(
  db: ReplicaDatabase,
  document: string,
  { code, message }: Refusal,
  at: number,
): Promise<'not-ours'> {
  const known = await db.problems
    .filter((problem) => problem.document === document && problem.code === code && !problem.change)
    .count();
  if (known === 0) await db.problems.add({ code, message, document, at });
  return 'not-ours';
}

/** The same for changes that went up by a call and have no place in a document: those that are named go to the problems. */
export async function setAside(
  db: ReplicaDatabase,
  document: string,
  refusal: Refusal,
  at: number,
): Promise<void> {
  await db.transaction('rw', [db.author, db.changes, db.outbox, db.problems, ...db.rowTables()], async () => {
    const found = await db.changes.bulkGet(refusal.changeIds);
    const records = found.filter((record) => record !== undefined);
    if (records.length > 0) await moveToProblems(db, document, refusal, records, at);
  });
}

/** In a transaction over changes, outbox, problems and rows: they are kept, shown with their reason, and folded no more. */
export async function moveToProblems(
  db: ReplicaDatabase,
  document: string,
  { code, message }: Refusal,
  records: ChangeRecord[],
  at: number,
): Promise<void> {
  await db.changes.bulkPut(
    records.map((record) => ({
      ...withoutPositions(record, (place) => place.document === document),
      refused: { code, message, at },
    })),
  );
  await db.outbox.bulkDelete(records.map((record) => record.id));
  await db.problems.bulkAdd(
    records.map(({ change, entity, entityId }) => ({
      code,
      message,
      document,
      change,
      entity,
      entityId,
      at,
    })),
  );
  await refold(db, records.flatMap(touched));
}

/** Every position of ours that is not proven is in doubt: all are dropped, and the changes that central turns out to lack are put again. */
async function putAgain(db: ReplicaDatabase, document: string, isOurs: IsOurs, at: number): Promise<boolean> {
  await layOutDocument(db, document);
  const records = (await db.changes.where('documents').equals(document).toArray()).filter((record) =>
    record.places.some(isOurs),
  );
  const dropped = records.map((record) => withoutPositions(record, isOurs));
  await db.changes.bulkPut(dropped);
  await db.outbox.bulkPut(
    dropped.filter((record) => !record.documents.includes(document)).map((record) => owed(record, at)),
  );
  return records.length > 0;
}

/** A person has seen a problem and needs it no more. */
export const dismissProblem = (db: ReplicaDatabase, id: number): Promise<void> => db.problems.delete(id);
