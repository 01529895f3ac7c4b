/** What rules and commands ask of the rows, answered from the replica. */
import type { RowReader } from '#shared/domain/rules/rows';
import type { ReplicaDatabase } from './database';

/** Reads within the transaction that is open, so that what a command checked still holds when it is written. */
export function rowReader(db: ReplicaDatabase): RowReader {
  return {
    // a folded row is the entity's row and more
    get: async (entity, id) => db.rowsOf(entity).get(id),
    assetsNumbered: async (storeId, assetNumber) =>
      db.assets
        .where('[storeId+assetNumber]')
        .equals([storeId, assetNumber])
        .filter((asset) => asset.deletedAt === undefined)
        .toArray(),
    catalogueItemsCoded: async (subCatalogue, code) =>
      db.catalogueItems
        .where('[subCatalogue+code]')
        .equals([subCatalogue, code])
        .filter((item) => item.deletedAt === undefined)
        .toArray(),
  };
}
