/** The records of a table, and the records that they refer to, as they are on this device. */
import type { ReplicaDatabase } from '../../replica/database';
import { readInPieces } from '../../replica/read-in-pieces';
import type { Around, TableRecord } from '#shared/import/around';
import { entityOf, type TableName } from '#shared/import/central/columns';

export const readRecords = (db: ReplicaDatabase, table: TableName): Promise<TableRecord[]> =>
  readInPieces<TableRecord>(db.rowsOf(entityOf[table]));

export async function readAround(db: ReplicaDatabase): Promise<Around> {
  const [classes, categories, types, properties, items] = await Promise.all([
    db.assetClasses.toArray(),
    db.assetCategories.toArray(),
    db.assetTypes.toArray(),
    db.assetProperties.toArray(),
    db.items.toArray(),
  ]);
  return { classes, categories, types, properties, items };
}
