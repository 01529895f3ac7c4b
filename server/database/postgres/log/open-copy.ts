/** Opens this process's copy of the log: the one that is there, where it is of this log and can be read; else a new one. */
import { isDiskRefusal, isHeldElsewhere, isLostOnDisk } from '../../sqlite/connection';
import { unreadablesMet } from '../../sqlite/log/unreadable';
import { SpoiltLog, UNREADABLE } from '../../sqlite/log/noticing';
import { NewerDatabase } from '../../sqlite/migrations';
import { openSqliteDatabase, type SqliteDatabase } from '../../sqlite/open-database';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { copyPathAt, removeCopy } from './copy-files';
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

export const stateOf = async (sql: PgSql): Promise<LogState> => {
  const state = await sql.get<LogState>('SELECT id, last, chain FROM log_head');
  if (!state) throw new Error('the database has no log');
  return state;
};

export interface OpenedCopy {
  local: SqliteDatabase;
  copy: LogCopy;
}

/** What was found in the place of the copy. */
export interface Found {
  /** it was of a later or another past of this log */
  wasPutBack: boolean;
  /** it could not be read */
  spoilt?: SpoiltLog;
}

type OpenLocal = (path: string) => Promise<SqliteDatabase>;

export function openLocal(
  { onFault, rowsThread }: CopyOptions,
  path: string,
  onLogSpoilt: (spoilt: SpoiltLog) => void,
): Promise<SqliteDatabase> {
  return openSqliteDatabase({
    path,
    // changes that a power cut takes from a copy are fetched again
    isDurable: false,
    onLogSpoilt,
    ...(onFault && { onFault }),
    ...(rowsThread && { rowsThread }),
  });
}

/** The copy that is there, where it is of this log; else a new one. */
export async function openCopy(
  pool: PgPool,
  { copyPath }: CopyOptions,
  open: OpenLocal,
): Promise<OpenedCopy & { found: Found }> {
  const state = await pool.read(stateOf);
  const path = copyPathAt(copyPath);
  const known = await openKnown(path, open);
  const tried = 'local' in known ? await copyIn(pool, known.local, state) : known;
  if ('copy' in tried) return { ...tried, found: { wasPutBack: false } };
  if ('local' in known) await known.local.close();
  removeCopy(path);
  const local = await open(path);
  return { local, copy: await LogCopy.of(local, state.id), found: tried };
}

/**
 * A copy that cannot be opened is of no use: a newer version of the program, from which staff returned to this one, made it, or a disk has
 * spoilt it. Want of room, and another program that holds it, are no faults of the copy.
 */
async function openKnown(path: string, open: OpenLocal): Promise<{ local: SqliteDatabase } | Found> {
  const before = unreadablesMet();
  try {
    const local = await open(path);
    if (unreadablesMet() === before) return { local };
    await local.close();
    return { wasPutBack: false, spoilt: new SpoiltLog(UNREADABLE) };
  } catch (error) {
    if (error instanceof NewerDatabase) return { wasPutBack: false };
    if (isHeldElsewhere(error) || (isDiskRefusal(error) && !isLostOnDisk(error))) throw error;
    return { wasPutBack: false, spoilt: new SpoiltLog(messageOf(error), { cause: error }) };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function copyIn(pool: PgPool, local: SqliteDatabase, state: LogState): Promise<OpenedCopy | Found> {
  try {
    const copy = await LogCopy.of(local, state.id);
    const { last, chain } = copy.head;
    const there = last === 0 ? chain : await pool.read((sql) => chainAt(sql, last));
    const isSame = there !== undefined && last <= state.last && Buffer.compare(there, chain) === 0;
    return isSame ? { local, copy } : { wasPutBack: true };
  } catch (error) {
    if (error instanceof CopyDiffers) return { wasPutBack: false };
    if (isLostOnDisk(error)) return { wasPutBack: false, spoilt: new SpoiltLog(messageOf(error)) };
    throw error;
  }
}
