/** The store in one SQLite file: nothing to install, one server process. */
import type { Store } from '../port';
import { sqliteRegistry } from '../registry-sqlite';
import { sqliteChangeReader } from './change-reader';
import { sqliteChangeTx } from './change-tx';
import { Database } from './database';
import { demandCurrent, migrate } from './migrations';
import { sqliteRowReader } from './row-reader';
import { sqliteRowWriter } from './row-writer';
import { sqliteV6 } from './v6/store';

export interface SqliteStore extends Store {
  readonly database: Database;
}

/** Opens `path`, made if it is not there. Throws when a newer program wrote it, or it is no database. */
export async function createSqliteStore({ path }: { path: string }): Promise<SqliteStore> {
  return storeOn(await Database.open(path, migrate));
}

/** Opens `path` to be read alone. Throws unless it is of the version that this program makes. */
export async function openStoreForReading({ path }: { path: string }): Promise<SqliteStore> {
  return storeOn(await Database.openForReading(path, demandCurrent));
}

function storeOn(database: Database): SqliteStore {
  return {
    database,
    changes: sqliteChangeReader(database),
    rows: sqliteRowReader(database),
    registry: sqliteRegistry(database),
    v6: sqliteV6(database),
    transaction: (work) =>
      database.write((sql) => work({ changes: sqliteChangeTx(sql), rows: sqliteRowWriter(sql) })),
    canWrite: () => database.canWrite(),
    close: () => database.close(),
  };
}
