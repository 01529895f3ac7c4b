/** Central's database in SQLite files: nothing to install, one server process. The log and the rest in one file, the rows in another. */
import { DatabaseUnwritable, type CentralDatabase } from '../port/central-database';
import { sqliteChangeReader } from './change-reader';
import { sqliteChangeTx } from './change-tx';
import { sqliteHistory } from './history';
import { KeptKnown, newRun } from './log/kept-known';
import { KnownChanges } from './log/known-changes';
import { KnownDocuments } from './log/known-documents';
import type { SpoiltLog } from './log/noticing';
import { changesAt } from './log/runs';
import type { Connection } from './connection';
import { demandCurrent, migrate } from './migrations';
import { fillInChains } from './chains';
import { gatheringIn } from './gathering';
import { sqliteProofReader, sqliteProofTx } from './proofs';
import { sqliteRegistry } from './registry/registry';
import { followRows, readRows, type OpenRows } from './rows/open-rows';
import { sqliteRowReader } from './rows/row-reader';
import type { RowsView } from './rows/rows-view';
import { sqlOn } from './sql';
import { SqliteFile, type Durability } from './sqlite-file';
import { sqliteV6 } from './v6/v6';

export interface SqliteDatabase extends CentralDatabase {
  readonly path: string;
  readonly file: SqliteFile;
  readonly view: RowsView;
}

interface SqliteOptions extends Durability {
  path: string;
  /** called with changes that the rows could not take */
  onFault?: (error: unknown) => void;
  /** called where whoever keeps the rows meets something spoilt in the log */
  onLogSpoilt?: (spoilt: SpoiltLog) => void;
  /** the program of a thread that keeps the rows; none: they are kept on this one */
  rowsThread?: URL;
  /** the program of a thread that gathers the journal of the log; none: it is gathered on this one */
  journalThread?: URL;
}

/** Opens `path`, made if it is not there, and keeps its rows. Throws when a newer program wrote it, or it is no database. */
export async function openSqliteDatabase({
  path,
  onFault,
  onLogSpoilt,
  rowsThread,
  journalThread,
  ...durability
}: SqliteOptions): Promise<SqliteDatabase> {
  const prepare = (writer: Connection): void => {
    migrate(writer);
    fillInChains(sqlOn(writer));
  };
  const gathering = journalThread && gatheringIn(journalThread, path);
  const file = await SqliteFile.open(path, prepare, { ...durability, gathering });
  try {
    const { known, kept } = await knowAll(path, file);
    const rows = await followRows({
      path,
      log: sqliteChangeReader(file),
      onFault: onFault ?? (() => undefined),
      onLogSpoilt,
      ...(rowsThread && { program: rowsThread }),
    });
    return databaseOn(path, file, rows, { known, kept, onFault });
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Opens the database of a running server: no changes are stored by this process, and the rows are left to the other. */
export async function openBesideServer({ path }: { path: string }): Promise<SqliteDatabase> {
  const file = await SqliteFile.open(path, demandCurrent);
  return databaseOn(path, file, await readRows(path, sqliteChangeReader(file)));
}

/** Opens `path` to be read alone. Throws unless it is of the version that this program makes. */
export async function openDatabaseForReading({ path }: { path: string }): Promise<SqliteDatabase> {
  const file = await SqliteFile.openForReading(path, demandCurrent);
  return databaseOn(path, file, await readRows(path, sqliteChangeReader(file)));
}

/** Changes after which the known facts of them are written beside the log: as many are read again after a kill. */
const KEEP_AT = 2048;
const RUN = 'known_run';

/** The known facts of all changes: those kept beside the log, and those of the log after them. */
async function knowAll(path: string, file: SqliteFile): Promise<{ known: KnownChanges; kept?: KeptKnown }> {
  const before = file.read((sql) =>
    sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', RUN),
  )?.value;
  const kept = KeptKnown.open(path, before);
  const known = file.read((sql) => KnownChanges.load(sql, kept));
  const run = newRun();
  try {
    // before anything is stored: a copy of the database that is made from now on bears it
    await file.write((sql) => sql.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', RUN, run));
  } catch (error) {
    if (!(error instanceof DatabaseUnwritable)) throw error;
    // a full disk keeps nobody from reading
    kept.forget();
    return { known };
  }
  kept.begin(run);
  kept.add(known.takeEntries());
  return { known, kept };
}

interface Known {
  known?: KnownChanges | undefined;
  kept?: KeptKnown | undefined;
  onFault?: ((error: unknown) => void) | undefined;
}

function databaseOn(
  path: string,
  file: SqliteFile,
  { view, following, stored, close }: OpenRows,
  { known, kept, onFault }: Known = {},
): SqliteDatabase {
  const rows = sqliteRowReader(view, (seqs) => file.read((sql) => changesAt(sql, seqs)));
  const history = sqliteHistory(view);
  const documents = new KnownDocuments();
  // beside a server no caller needs it: so it is read only when it is asked for
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
      let isMended = false;
      let last = 0;
      const result = await file.write(
        async (sql) => {
          documents.begin(sql);
          const onMended = (): void => {
            isMended = true;
            // what was kept knew it as something that cannot be read, and may not outlive the commit
            kept?.forget();
          };
          const changes = sqliteChangeTx(sql, knownChanges, documents, history, onMended);
          const done = await work({ changes, proofs: sqliteProofTx(sql, documents) });
          last = documents.lastSeq(sql);
          return done;
        },
        (isCommitted) => {
          documents.ended(isCommitted);
          known?.ended(isCommitted);
          if (known && kept && known.waiting >= KEEP_AT) kept.add(known.takeEntries());
        },
      );
      stored(last);
      if (isMended) void following.rebuild().catch(onFault ?? (() => undefined));
      return result;
    },
    canWrite: () => file.canWrite(),
    needsRestart: () => file.isLost,
    close: async () => {
      await close();
      if (known && kept) kept.add(known.takeEntries());
      await kept?.close();
      await file.close();
    },
  };
}
