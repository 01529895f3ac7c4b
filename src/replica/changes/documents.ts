/** The progress of this device with each document, and the documents in which changes wait. */
import { CONFIG } from '#shared/change/documents';
import type { ReplicaDatabase } from '../database';
import type { DocumentRecord } from '../records';

/** The document as central listed it when the exchange began. */
export type Listed = Pick<DocumentRecord, 'seq'>;

export const noteExchange = (
  db: ReplicaDatabase,
  name: string,
  { seq }: Listed,
  at: number,
): Promise<string> => db.documents.put({ name, seq, exchangedAt: at });

/** Notes that the start of central that runs now has all that is proven here of a document of another site's store. */
export const noteGivenBack = (db: ReplicaDatabase, name: string, to: number, at: number): Promise<void> =>
  db.transaction('rw', db.documents, async () => {
    const before = (await db.documents.get(name)) ?? { name, seq: 0, exchangedAt: at };
    await db.documents.put({ ...before, givenBackTo: to });
  });

export const isGivenBack = async (db: ReplicaDatabase, name: string, to: number): Promise<boolean> =>
  (await db.documents.get(name))?.givenBackTo === to;

export const listedBefore = async (db: ReplicaDatabase): Promise<Map<string, Listed>> =>
  new Map((await db.documents.toArray()).map((record) => [record.name, record]));

/** Stores with changes to send, and documents in which changes were sent that central has not confirmed. */
export async function waitingDocuments(
  db: ReplicaDatabase,
): Promise<{ waitingStores: Set<string>; unconfirmed: Set<string> }> {
  const entries = await db.outbox.toArray();
  return {
    waitingStores: new Set(entries.flatMap(({ storeId }) => (storeId === undefined ? [] : [storeId]))),
    unconfirmed: new Set(entries.flatMap(({ place }) => (place ? [place.document] : []))),
  };
}

/** The number of changes of a document that are here. */
export async function countOf(db: ReplicaDatabase, document: string): Promise<number> {
  const bundles = await db.bundles.where('document').equals(document).toArray();
  const single = await db.changes.where('documents').equals(document).count();
  return bundles.reduce((sum, { count }) => sum + count, single);
}

/** The progress of this device with central data; undefined before the first exchange. For `live(...)`. */
export const centralDataHere = (db: ReplicaDatabase): Promise<DocumentRecord | undefined> =>
  db.documents.get(CONFIG);
