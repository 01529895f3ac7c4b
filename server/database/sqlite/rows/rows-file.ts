/** The file of the rows, for its writer. Its contents can be made again: they need not be on the disk when a transaction ends. */
import { existsSync, rmSync } from 'node:fs';
import { DatabaseUnwritable } from '../../port/central-database';
import { isDiskRefusal, isSpoilt, openConnection, openForReading, type Connection } from '../connection';
import { sqlOn, type Sql } from '../sql';
import type { RowsTx } from '../../port/rows-tx';
import { Counters } from './counters';
import { asDamaged, ofRows, undamaged } from './damage';
import { Numbers } from './numbers';
import { SpoiltText } from '../stored-json';
import { sqliteRowsTx } from './rows-tx';
import { SCHEMA } from './schema';
import { NEVER, putMended, readMended, readState, ROWS_VERSION, type RowsState } from './state';
import { hasCures } from './waits';

export class RowsFile {
  readonly #connection: Connection;
  readonly #sql: Sql;
  readonly #numbers: Numbers;
  #state: RowsState;
  #isClosed = false;

  private constructor(connection: Connection) {
    this.#connection = connection;
    this.#sql = ofRows(sqlOn(connection));
    this.#numbers = new Numbers(this.#sql);
    this.#state = readState(this.#sql);
  }

  /** Opens the rows at `path`; made empty when there are none, or none of this version. */
  static async open(path: string): Promise<RowsFile> {
    if (existsSync(path)) {
      const known = await openKnown(path);
      if (known) return new RowsFile(known);
      removeRows(path);
    }
    const connection = await openConnection(path, 'NORMAL');
    connection.exec(`BEGIN; ${SCHEMA} INSERT INTO state VALUES ('version', '${ROWS_VERSION}'); COMMIT`);
    return new RowsFile(connection);
  }

  get state(): RowsState {
    return this.#state;
  }

  /** How often the log had been mended when these rows were begun. */
  get mended(): string {
    return readMended(this.#sql);
  }

  beganAfter(mended: string): void {
    if (mended !== NEVER) putMended(this.#sql, mended);
  }

  /** True if flags wait to be looked at again. */
  hasCures(): boolean {
    return hasCures(this.#sql);
  }

  /** The moment at which the next status changes by itself (milliseconds, central's time); none: no log lies ahead. */
  nextDue(): number | undefined {
    const next = 'SELECT until FROM assets WHERE until IS NOT NULL ORDER BY until LIMIT 1';
    return this.#sql.get<{ until: number }>(next)?.until;
  }

  /** Rejects with DatabaseUnwritable when the disk refuses, with RowsDamaged when it has spoilt the file. */
  async transaction<T>(work: (tx: RowsTx) => Promise<T>): Promise<T> {
    const counters = new Counters();
    this.#exec('BEGIN IMMEDIATE');
    try {
      const parts = { sql: this.#sql, numbers: this.#numbers, counters };
      const result = await work(sqliteRowsTx(parts));
      counters.write(this.#sql);
      this.#exec('COMMIT');
      this.#state = readState(this.#sql);
      return result;
    } catch (error) {
      if (this.#connection.isTransaction) this.#exec('ROLLBACK');
      this.#numbers.forget();
      if (error instanceof SpoiltText) throw asDamaged(error);
      if (!isDiskRefusal(error)) throw error;
      throw new DatabaseUnwritable('the file of the rows takes no writes', { cause: error });
    }
  }

  /** Nothing is left in the journal: the file alone holds all, and may be renamed. One that is damaged is only closed. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      this.#connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (!isDiskRefusal(error) && !isSpoilt(error)) throw error;
    }
    this.#connection.close();
  }

  #exec(text: string): void {
    undamaged(() => this.#connection.exec(text));
  }
}

/** Undefined for a file that is no database, or is one of another version: rows are not worth a question. */
async function openKnown(path: string): Promise<Connection | undefined> {
  if (!(await isOfThisVersion(path))) return undefined;
  return openConnection(path, 'NORMAL');
}

/** True if this build reads the rows at `path`, which are there. */
export async function isOfThisVersion(path: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await openForReading(path);
    const sql = sqlOn(connection);
    const version = sql.get<{ value: string }>(`SELECT value FROM state WHERE key = 'version'`);
    if (version?.value !== ROWS_VERSION) return false;
    readState(sql);
    return true;
  } catch {
    return false;
  } finally {
    connection?.close();
  }
}

export function removeRows(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
}
