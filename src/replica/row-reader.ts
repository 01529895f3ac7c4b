/** What rules and commands ask of the rows, answered from the replica. */
import { nameKey } from '#shared/domain/known-by';
import { isRetired } from '#shared/domain/rules/known-by';
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
    // read at once and looked through: one query whatever the case and accents of a name
    named: async (entity, key) =>
      (await db.rowsOf(entity).toArray()).filter((row) => !isRetired(row) && nameKey(entity, row) === key),
  };
}
