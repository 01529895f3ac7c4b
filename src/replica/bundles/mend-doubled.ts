/**
 * A version of the app that knows no bundles finds none of what is in them. It fetches all of it again, and shows what has come so far: an
 * item as it was made, until what was said of it later is here too. It may have been stopped before.
 */
import { touched } from '../changes/change-record';
import { refold } from '../changes/refold';
import type { ReplicaDatabase } from '../database';
import { layOutOne } from './lay-out';

/** Lays out the bundles of a document, and folds again what is in them. */
export async function mendDoubled(db: ReplicaDatabase, document: string): Promise<void> {
  const tables = [db.author, db.changes, ...db.rowTables()];
  for (const bundle of await db.bundles.where('document').equals(document).toArray())
    await db.transaction('rw', tables, async () => {
      const records = await layOutOne(db, bundle);
      await refold(db, records.flatMap(touched));
    });
}
