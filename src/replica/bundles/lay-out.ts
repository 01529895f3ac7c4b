/** Bundles, read and laid out into records of single changes, where one of them is needed by itself. */
import { withPosition } from '../changes/change-record';
import type { EntityKey } from '../changes/entity-key';
import type { ReplicaDatabase } from '../database';
import { readTogether } from '../read-together';
import type { ChangeRecord } from '../records';
import { hashesOf, isBundled, recordsIn, type BundleContent, type BundleRecord } from './bundle';

/**
 * Lays out the bundles that hold one of these entities; inside the caller's transaction, before anything of them is read or written. Costs
 * one look at what the bundles hold, and nothing for equipment.
 */
export async function layOut(db: ReplicaDatabase, keys: Iterable<EntityKey>): Promise<void> {
  const found = await holding(db, keys);
  await layOutAll(db, found);
}

/** All of a document, for work on whole documents that nobody does often. */
export async function layOutDocument(db: ReplicaDatabase, document: string): Promise<void> {
  await layOutAll(db, await db.bundles.where('document').equals(document).toArray());
}

/** The bundles that may hold one of these entities. */
export async function holding(db: ReplicaDatabase, keys: Iterable<EntityKey>): Promise<BundleRecord[]> {
  const hashes = hashesOf([...keys].filter(isBundled));
  if (hashes.size === 0) return [];
  return (await db.bundles.toArray()).filter(({ entities }) => entities.some((hash) => hashes.has(hash)));
}

async function layOutAll(db: ReplicaDatabase, bundles: readonly BundleRecord[]): Promise<void> {
  for (const opened of await contentsOf(db, bundles)) await putApart(db, opened);
}

/** The same for one, which may have gone meanwhile; returns the changes that were in it. */
export async function layOutOne(db: ReplicaDatabase, bundle: BundleRecord): Promise<ChangeRecord[]> {
  const [opened] = await contentsOf(db, [bundle]);
  return opened ? putApart(db, opened) : [];
}

async function putApart(db: ReplicaDatabase, { document, content }: Opened): Promise<ChangeRecord[]> {
  const records = await withThoseHere(db, recordsIn(document, content));
  await db.changes.bulkPut(records);
  await db.bundles.delete(content.bundle);
  await db.bundleContents.delete(content.bundle);
  return records;
}

/** A version of the app that knows no bundles may have written some of them by themselves, with places of its own. */
async function withThoseHere(db: ReplicaDatabase, records: readonly ChangeRecord[]): Promise<ChangeRecord[]> {
  const found = await readTogether(
    db.changes,
    records.map(({ id }) => id),
  );
  const here = new Map(found.map((record) => [record.id, record]));
  return records.map((record) => record.places.reduce(withPosition, here.get(record.id) ?? record));
}

interface Opened {
  document: string;
  content: BundleContent;
}

export async function contentsOf(db: ReplicaDatabase, bundles: readonly BundleRecord[]): Promise<Opened[]> {
  if (bundles.length === 0) return [];
  const contents = await db.bundleContents.bulkGet(bundles.flatMap(({ id }) => id ?? []));
  const documents = new Map(bundles.map(({ id, document }) => [id, document]));
  return contents.flatMap((content) =>
    content ? [{ content, document: documents.get(content.bundle) ?? '' }] : [],
  );
}

/**
 * Reads single changes and bundles at one moment: a bundle that is laid out between two looks would be seen in neither place.
 */
export const atOneMoment = <T>(db: ReplicaDatabase, read: () => Promise<T>): Promise<T> =>
  // an async function: only then does Dexie keep the transaction open through awaits of its own
  db.transaction('r', [db.changes, db.bundles, db.bundleContents, db.holes], async () => read());

/** Single changes, and those of bundles. What a version of the app that knows no bundles fetched a second time counts once. */
export function eachOnce(
  single: readonly ChangeRecord[],
  bundled: readonly ChangeRecord[],
): readonly ChangeRecord[] {
  if (bundled.length === 0) return single;
  const here = new Set(single.map(({ id }) => id));
  return [...single, ...bundled.filter(({ id }) => !here.has(id))];
}

/** The changes of all bundles of a document, or of all documents, as they would be by themselves. */
export async function bundledRecords(db: ReplicaDatabase, document?: string): Promise<ChangeRecord[]> {
  const all = document === undefined ? db.bundles : db.bundles.where('document').equals(document);
  return (await contentsOf(db, await all.toArray())).flatMap((one) => recordsIn(one.document, one.content));
}

/** The changes of one entity that are in a bundle. */
export async function bundledOf(db: ReplicaDatabase, key: EntityKey): Promise<ChangeRecord[]> {
  const opened = await contentsOf(db, await holding(db, [key]));
  return opened
    .flatMap((one) => recordsIn(one.document, one.content))
    .filter(({ entity, entityId }) => entity === key.entity && entityId === key.entityId);
}
