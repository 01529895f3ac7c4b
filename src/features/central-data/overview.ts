/** What central data this device has: how much of each, and which version. */
import { CONFIG } from '#shared/change/documents';
import { isInUse } from './record/kind';
import type { ReplicaDatabase } from '../../replica/database';

export interface Overview {
  catalogueItems: number;
  classes: number;
  categories: number;
  types: number;
  properties: number;
  statusReasons: number;
  items: number;
  packVariants: number;
  /** central's sequence number up to which this device has all of it; undefined before the first exchange */
  version?: { seq: number; exchangedAt: number };
  /** changes made here that central does not have yet */
  waiting: number;
}

export async function readOverview(db: ReplicaDatabase): Promise<Overview> {
  const [catalogueItems, classes, categories, types, properties, statusReasons, items, packVariants] =
    await Promise.all([
      db.catalogueItems.filter(isInUse).count(),
      db.assetClasses.filter(isInUse).count(),
      db.assetCategories.filter(isInUse).count(),
      db.assetTypes.filter(isInUse).count(),
      db.assetProperties.filter(isInUse).count(),
      db.statusReasons.filter(isInUse).count(),
      db.items.filter(isInUse).count(),
      db.packVariants.filter(isInUse).count(),
    ]);
  const document = await db.documents.get(CONFIG);
  const waiting = await db.outbox.filter(({ storeId }) => storeId === undefined).count();
  return {
    ...{ catalogueItems, classes, categories, types, properties, statusReasons, items, packVariants },
    ...(document && { version: { seq: document.seq, exchangedAt: document.exchangedAt } }),
    waiting,
  };
}
