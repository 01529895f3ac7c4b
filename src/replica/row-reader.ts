/** Reads rows from the replica for rules and commands. */
import { centralEntities } from '#shared/domain/entities';
import { nameKey } from '#shared/domain/known-by';
import { codeKey } from '#shared/text-folding';
import { isRetired } from '#shared/domain/rules/known-by';
import { rowsInMemory, type Tables } from '#shared/domain/rules/rows-in-memory';
import type { RowReader } from '#shared/domain/rules/rows';
import type { ReplicaDatabase } from './database';
import { readInPieces } from './read-in-pieces';

/** Reads within the open transaction, so that the rows that a command checked still hold when its changes are written. */
export function rowReader(db: ReplicaDatabase): RowReader {
  return {
    // a folded row is the entity's row and more
    get: async (entity, id) => db.rowsOf(entity).get(id),
    assetsNumbered: async (storeId, assetNumber) =>
      db.assets
        .where('[storeId+assetNumber]')
        .between([storeId, ''], [storeId, '\uffff'])
        .filter(
          (asset) => asset.deletedAt === undefined && codeKey(asset.assetNumber) === codeKey(assetNumber),
        )
        .toArray(),
    statusLoggedAt: async (assetId) => (await db.assets.get(assetId))?.statusLoggedAt,
    // read at once and looked through: one query for any case and accents of a name
    named: async (entity, key) =>
      (await db.rowsOf(entity).toArray()).filter((row) => !isRetired(row) && nameKey(entity, row) === key),
  };
}

/** All central data of this device, for judging many records at once. */
export async function centralRowsInMemory(db: ReplicaDatabase): Promise<RowReader> {
  const tables = await Promise.all(
    centralEntities.map(async (entity) => [entity, await readInPieces(db.rowsOf(entity))] as const),
  );
  // each table holds the rows of its entity
  return rowsInMemory(Object.fromEntries(tables) as Tables);
}
