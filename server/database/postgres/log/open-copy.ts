/** Opens this process's copy of the log: the one that is there, where it is of this log; else a new one. */
import { openSqliteDatabase, type SqliteDatabase } from '../../sqlite/open-database';
import { NewerDatabase } from '../../sqlite/migrations';
import { removeRows } from '../../sqlite/rows/rows-file';
import { rowsPathOf } from '../../sqlite/rows/open-rows';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { CopyDiffers, LogCopy } from './log-copy';
import { chainAt, type Head } from './run';

export interface CopyOptions {
  /** the file of this process's copy of the log; its rows lie beside it */
  copyPath: string;
  /** called with changes that the rows could not take, and with faults of other processes */
  onFault?: (error: unknown) => void;
  rowsThread?: URL;
}

interface LogState extends Head {
  id: string;
}

const stateOf = async (sql: PgSql): Promise<LogState> => {
  const state = await sql.get<LogState>('SELECT id, last, chain FROM log_head');
  if (!state) throw new Error('the database has no log');
  return state;
};

/** The copy that is there, where it is of this log; else a new one. */
export async function openCopy(
  pool: PgPool,
  options: CopyOptions,
): Promise<{ local: SqliteDatabase; copy: LogCopy; wasPutBack: boolean }> {
  const state = await pool.read(stateOf);
  const known = await openKnown(options);
  const found: Found = known ? await copyIn(pool, known, state) : { isOfThisLog: false };
  if (known && found.copy) return { local: known, copy: found.copy, wasPutBack: false };
  await known?.close();
  removeRows(options.copyPath);
  removeRows(rowsPathOf(options.copyPath));
  const local = await openLocal(options);
  return { local, copy: await LogCopy.of(local, state.id), wasPutBack: found.isOfThisLog };
}

/** Undefined: a newer version of the program, from which staff returned to this one, made the copy. */
async function openKnown(options: CopyOptions): Promise<SqliteDatabase | undefined> {
  try {
    return await openLocal(options);
  } catch (error) {
    if (error instanceof NewerDatabase) return undefined;
    throw error;
  }
}

function openLocal({ copyPath, onFault, rowsThread }: CopyOptions): Promise<SqliteDatabase> {
  return openSqliteDatabase({
    path: copyPath,
    // changes that a power cut takes from a copy are fetched again
    isDurable: false,
    ...(onFault && { onFault }),
    ...(rowsThread && { rowsThread }),
  });
}

interface Found {
  copy?: LogCopy;
  isOfThisLog: boolean;
}

async function copyIn(pool: PgPool, local: SqliteDatabase, state: LogState): Promise<Found> {
  try {
    const copy = await LogCopy.of(local, state.id);
    const { last, chain } = copy.head;
    const there = last === 0 ? chain : await pool.read((sql) => chainAt(sql, last));
    const isSame = there !== undefined && last <= state.last && Buffer.compare(there, chain) === 0;
    return { ...(isSame && { copy }), isOfThisLog: true };
  } catch (error) {
    if (error instanceof CopyDiffers) return { isOfThisLog: false };
    throw error;
  }
}
