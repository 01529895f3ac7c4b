/** Central's database in SQLite files: nothing to install, one server process. The log and the rest in one file, the rows in another. */
import type { Following } from '../port/rows';
import type { CentralDatabase } from '../port/central-database';
import { keepBefore } from './keep-before';
import { sqliteChangeReader } from './change-reader';
import { sqliteChangeTx } from './change-tx';
import { sqliteHistory } from './history';
import { lastSeq } from './log/append';
import { KnownChanges } from './log/known-changes';
import { changesAt } from './log/runs';
import { migrate } from './migrations';
import { sqliteRegistry } from './registry/registry';
import { rowsPathOf } from './rows/rows-file';
import { RowsKeeper } from './rows/rows-keeper';
import { sqliteRowReader } from './rows/row-reader';
import { RowsView } from './rows/rows-view';
import { SqliteFile } from './sqlite-file';
import { sqliteV6 } from './v6/v6';

export interface SqliteDatabase extends CentralDatabase {
  readonly path: string;
  readonly file: SqliteFile;
}

export interface SqliteOptions {
  path: string;
  /** told of what the rows could not take */
  onFault?: (error: unknown) => void;
}

/** Changes that the rows take at once, on the thread that also serves. */
const BATCH = 200;
/** How long whoever must see what was stored waits for it, milliseconds. */
const MUST_SEE_MS = 10_000;

/** Opens `path`, made if it is not there. Throws when a newer program wrote it, or it is no database. */
export async function openSqliteDatabase({ path, onFault }: SqliteOptions): Promise<SqliteDatabase> {
  await keepBefore(path);
  const file = await SqliteFile.open(path, migrate);
  const known = file.read((sql) => KnownChanges.load(sql));
  let last = file.read(lastSeq);
  const view = new RowsView(rowsPathOf(path), () => last);
  const history = sqliteHistory(view);
  const changes = sqliteChangeReader(file);
  const keeper = await RowsKeeper.open({
    path: rowsPathOf(path),
    log: changes,
    readers: {
      progress: (progress) => view.progress(progress),
      suspend: () => Promise.resolve(view.suspend()),
      open: () => view.open(),
    },
    batch: BATCH,
    onFault: onFault ?? (() => undefined),
  });
  const rows = sqliteRowReader(view, (seqs) => file.read((sql) => changesAt(sql, seqs)));
  return {
    path,
    file,
    changes,
    rows,
    following: followingOf(view, keeper, () => last),
    registry: sqliteRegistry(file, rows),
    v6: sqliteV6(file, view),
    transaction: async (work) => {
      const result = await file.write((sql) => work({ changes: sqliteChangeTx(sql, known, history) }));
      last = file.read(lastSeq);
      if (last > view.seq) keeper.kick();
      return result;
    },
    canWrite: () => file.canWrite(),
    close: async () => {
      await keeper.close();
      view.close();
      await file.close();
    },
  };
}

const followingOf = (view: RowsView, keeper: RowsKeeper, last: () => number): Following => ({
  behind: () => Promise.resolve(Math.max(0, last() - view.seq)),
  reached: (seq = last(), ms = MUST_SEE_MS) => view.reached(seq, ms),
  rebuild: () => keeper.rebuild(),
});

