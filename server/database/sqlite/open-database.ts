/** Central's database in one SQLite file: nothing to install, one server process. */
import type { CentralDatabase } from '../port/central-database';
import { sqliteChangeReader } from './change-reader';
import { sqliteChangeTx } from './change-tx';
import { demandCurrent, migrate } from './migrations';
import type { Connection } from './connection';
import { fillInChains } from './chains';
import { sqliteProofReader, sqliteProofTx } from './proofs';
import { sqliteRegistry } from './registry/registry';
import { sqliteRowReader } from './row-reader';
import { sqliteRowWriter } from './row-writer';
import { sqlOn } from './sql';
import { SqliteFile } from './sqlite-file';
import { sqliteV6 } from './v6/v6';

export interface SqliteDatabase extends CentralDatabase {
  readonly path: string;
  readonly file: SqliteFile;
}

/** Opens `path`, made if it is not there. Throws when a newer program wrote it, or it is no database. */
export async function openSqliteDatabase({ path }: { path: string }): Promise<SqliteDatabase> {
  const prepare = (writer: Connection): void => {
    migrate(writer);
    fillInChains(sqlOn(writer));
  };
  return databaseOn(path, await SqliteFile.open(path, prepare));
}

/** Opens `path` to be read alone. Throws unless it is of the version that this program makes. */
export async function openDatabaseForReading({ path }: { path: string }): Promise<SqliteDatabase> {
  return databaseOn(path, await SqliteFile.openForReading(path, demandCurrent));
}

function databaseOn(path: string, file: SqliteFile): SqliteDatabase {
  return {
    path,
    file,
    changes: sqliteChangeReader(file),
    rows: sqliteRowReader(file),
    proofs: sqliteProofReader(file),
    registry: sqliteRegistry(file),
    v6: sqliteV6(file),
    transaction: (work) =>
      file.write((sql) =>
        work({ changes: sqliteChangeTx(sql), rows: sqliteRowWriter(sql), proofs: sqliteProofTx(sql) }),
      ),
    canWrite: () => file.canWrite(),
    close: () => file.close(),
  };
}
