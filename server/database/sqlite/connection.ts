/** SQLite itself: Node's own where it has one, else the same interface from a package. */

type Value = string | number | null | Uint8Array;

export interface Statement {
  all(...params: Value[]): unknown[];
  get(...params: Value[]): unknown;
  run(...params: Value[]): unknown;
}

export interface Connection {
  readonly isTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface SqliteModule {
  DatabaseSync: new (path: string, options?: { readOnly?: boolean }) => Connection;
}

const BUSY_MS = 5000;

/** A connection to a file in WAL mode. With FULL a commit is on the disk when it returns; with NORMAL the last ones may go with the power. */
export async function openConnection(
  path: string,
  synchronous: 'FULL' | 'NORMAL' = 'FULL',
): Promise<Connection> {
  const { DatabaseSync } = await sqlite();
  const connection = new DatabaseSync(path);
  connection.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};
    PRAGMA foreign_keys = ON; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY`);
  return connection;
}

/** A connection that changes nothing, not even the mode of the file; it may be open elsewhere. */
export async function openForReading(path: string): Promise<Connection> {
  const { DatabaseSync } = await sqlite();
  const connection = new DatabaseSync(path, { readOnly: true });
  connection.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  return connection;
}

/** True when another program holds the database. */
export const isHeldElsewhere = (error: unknown): boolean => [5, 6].includes(codeOf(error));

export async function sqlite(): Promise<SqliteModule> {
  const own = process.getBuiltinModule('node:sqlite' as string) as SqliteModule | undefined;
  return own ?? (await import('@photostructure/sqlite'));
}

/** Primary result codes with which a disk refuses: read-only, I/O error, corrupt, full, cannot open. */
const REFUSALS = new Set([8, 10, 11, 13, 14]);

/** True when the disk is to blame, rather than the query. */
export function isDiskRefusal(error: unknown): boolean {
  return REFUSALS.has(codeOf(error));
}

/** Primary result codes of a file that holds something else than was written: corrupt, no database. */
const SPOILT = new Set([11, 26]);

/** True when the file is damaged. */
export const isSpoilt = (error: unknown): boolean => SPOILT.has(codeOf(error));

const IO_ERROR = 10;

/** True when the file cannot be read as it was written: it is damaged, or lies on a bad place of the disk. */
export const isLostOnDisk = (error: unknown): boolean => isSpoilt(error) || codeOf(error) === IO_ERROR;

/** The package says no code where it reads many rows at once. */
const byMessage: Readonly<Record<string, number>> = {
  'database is locked': 5,
  'database table is locked': 6,
  'attempt to write a readonly database': 8,
  'disk I/O error': 10,
  'database disk image is malformed': 11,
  'database or disk is full': 13,
  'unable to open database file': 14,
  'file is not a database': 26,
};

function codeOf(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  const isOfSqlite = 'code' in error && error.code === 'ERR_SQLITE_ERROR';
  return isOfSqlite ? (byMessage[error.message] ?? 0) : 0;
}
