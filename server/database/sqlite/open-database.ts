/** Central's database in SQLite files: nothing to install, one server process. The log and the rest in one file, the rows in another. */
import type { CentralDatabase } from '../port/central-database';
import { sqliteChangeReader } from './change-reader';
import { sqliteChangeTx } from './change-tx';
import { sqliteHistory } from './history';
import { lastSeq } from './log/append';
import { KnownChanges } from './log/known-changes';
import { changesAt } from './log/runs';
import { demandCurrent, migrate } from './migrations';
import { fillInChains } from './chains';
import { sqliteProofReader, sqliteProofTx } from './proofs';
import { sqliteRegistry } from './registry/registry';
import { followRows, readRows, type OpenRows } from './rows/open-rows';
import { sqliteRowReader } from './rows/row-reader';
import type { RowsView } from './rows/rows-view';
import { sqlOn } from './sql';
import { SqliteFile } from './sqlite-file';
import { sqliteV6 } from './v6/v6';

export interface SqliteDatabase extends CentralDatabase {
  readonly path: string;
  readonly file: SqliteFile;
  readonly view: RowsView;
}

export interface SqliteOptions {
  path: string;
  /** told of what the rows could not take */
  onFault?: (error: unknown) => void;
  /** the program of a thread that keeps the rows; none: they are kept on this one */
  rowsThread?: URL;
}

/** Opens `path`, made if it is not there, and keeps its rows. Throws when a newer program wrote it, or it is no database. */
export async function openSqliteDatabase({
  path,
  onFault,
  rowsThread,
}: SqliteOptions): Promise<SqliteDatabase> {
  const file = await SqliteFile.open(path, (writer) => {
    migrate(writer);
    fillInChains(sqlOn(writer));
  });
  const known = file.read((sql) => KnownChanges.load(sql));
  const changes = sqliteChangeReader(file);
  const rows = await followRows({
    path,
    log: changes,
    onFault: onFault ?? (() => undefined),
    ...(rowsThread && { program: rowsThread }),
  });
  return databaseOn(path, file, rows, known);
}

/** Opens what a running server keeps: no changes are stored by this process, and the rows are left to the other. */
export async function openBesideServer({ path }: { path: string }): Promise<SqliteDatabase> {
  const file = await SqliteFile.open(path, demandCurrent);
  return databaseOn(path, file, await readRows(path, sqliteChangeReader(file)), undefined);
}

/** Opens `path` to be read alone. Throws unless it is of the version that this program makes. */
export async function openDatabaseForReading({ path }: { path: string }): Promise<SqliteDatabase> {
  const file = await SqliteFile.openForReading(path, demandCurrent);
  return databaseOn(path, file, await readRows(path, sqliteChangeReader(file)), undefined);
}

function databaseOn(
  path: string,
  file: SqliteFile,
  { view, following, stored, close }: OpenRows,
  known: KnownChanges | undefined,
): SqliteDatabase {
  const rows = sqliteRowReader(view, (seqs) => file.read((sql) => changesAt(sql, seqs)));
  const history = sqliteHistory(view);
  // beside a server only those ask that never need it: it is read when it is asked for
  const knownChanges = (): KnownChanges => (known ??= file.read((sql) => KnownChanges.load(sql)));
  return {
    path,
    file,
    view,
    changes: { ...sqliteChangeReader(file), moved: () => Promise.resolve(knownChanges().movedRefs) },
    rows,
    following,
    proofs: sqliteProofReader(file),
    registry: sqliteRegistry(file, rows),
    v6: sqliteV6(file, view),
    transaction: async (work) => {
      const result = await file.write(
        (sql) => work({ changes: sqliteChangeTx(sql, knownChanges, history), proofs: sqliteProofTx(sql) }),
        (isCommitted) => known?.ended(isCommitted),
      );
      stored(file.read(lastSeq));
      return result;
    },
    canWrite: () => file.canWrite(),
    close: async () => {
      await close();
      await file.close();
    },
  };
}
