// A central server's database that can be backed up, and put back as it was.
import { copyOfDatabase, openTestDatabase } from '../support/database';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';

export interface BackedUpDatabase {
  database: SqliteDatabase;
  /** the database as it is now, in another file */
  backup(): Promise<SqliteDatabase>;
}

export async function backedUpDatabase(): Promise<BackedUpDatabase> {
  const database = await openTestDatabase();
  return { database, backup: async () => openTestDatabase(await copyOfDatabase(database)) };
}
