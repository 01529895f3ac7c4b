/** One SQLite file: a writer that works one transaction at a time, and a reader that sees only committed rows. */
import { Mutex } from './mutex';
import { DatabaseUnwritable } from '../port/central-database';
import {
  isDiskRefusal,
  openConnection,
  openForReading,
  type Connection,
  isHeldElsewhere,
} from './connection';
import { sqlOn, type Sql } from './sql';

export type { Sql };

/** The longest wait of a transaction for another program that holds the database, and the interval at which it looks. */
const PATIENCE_MS = 5000;
const RETRY_MS = 20;

export class SqliteFile {
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #write: Sql;
  readonly #read: Sql;
  readonly #mutex = new Mutex();
  #refused = false;
  /** another program holds the database, and a transaction waits for it */
  #isWaiting = false;

  private constructor(writer: Connection, reader: Connection) {
    this.#writer = writer;
    this.#reader = reader;
    this.#write = sqlOn(writer);
    this.#read = sqlOn(reader);
  }

  /** Opens the file, made if it is not there; `prepare` brings its tables up to date before anything reads. */
  static async open(path: string, prepare: (writer: Connection) => void): Promise<SqliteFile> {
    const writer = await openConnection(path);
    prepare(writer);
    const reader = await openConnection(path);
    reader.exec('PRAGMA query_only = ON');
    // from here on SQLite waits for nobody: its waiting stands the whole process still
    for (const connection of [writer, reader]) connection.exec('PRAGMA busy_timeout = 0');
    return new SqliteFile(writer, reader);
  }

  /** Opens a file that is there, to be read alone; `check` throws unless its tables are those that this program knows. */
  static async openForReading(path: string, check: (reader: Connection) => void): Promise<SqliteFile> {
    const reader = await openForReading(path);
    try {
      check(reader);
    } catch (error) {
      reader.close();
      throw error;
    }
    return new SqliteFile(reader, reader);
  }

  read<T>(query: (sql: Sql) => T): T {
    return query(this.#read);
  }

  /** One transaction. Rejects with DatabaseUnwritable when the disk refuses; nothing is kept then. `ended`: before the next one begins. */
  write<T>(
    work: (sql: Sql) => Promise<T> | T,
    ended: (isCommitted: boolean) => void = () => undefined,
  ): Promise<T> {
    return this.#mutex.run(() => this.#transaction(work, ended));
  }

  /** False while the disk refuses. Each asking tries again, with a write that needs room. */
  async canWrite(): Promise<boolean> {
    if (this.#isWaiting) return false;
    if (!this.#refused) return true;
    try {
      await this.write((sql) =>
        sql.run(`INSERT OR REPLACE INTO meta (key, value) VALUES ('probe', hex(zeroblob(32768)))`),
      );
      await this.write((sql) => sql.run(`DELETE FROM meta WHERE key = 'probe'`));
      return true;
    } catch {
      return false;
    }
  }

  /** For settings of the connection that writes (`PRAGMA max_page_count`, in tests of a full disk). */
  configure(pragma: string): Promise<void> {
    return this.#mutex.run(() => this.#writer.exec(pragma));
  }

  close(): Promise<void> {
    return this.#mutex.run(() => {
      this.#reader.close();
      if (this.#writer === this.#reader) return;
      this.#gather();
      this.#writer.close();
    });
  }

  /**
   * A copy of the file alone, made while the server is stopped, then holds everything. Pages that cannot be gathered now stay beside it.
   */
  #gather(): void {
    try {
      this.#writer.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (!isDiskRefusal(error)) throw error;
    }
  }

  /** Tries again by a timer while another program holds the database, so that all else goes on. */
  async #begin(): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        this.#writer.exec('BEGIN IMMEDIATE');
        this.#isWaiting = false;
        return;
      } catch (error) {
        this.#isWaiting = isHeldElsewhere(error) && performance.now() < until;
        if (!this.#isWaiting) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  async #transaction<T>(
    work: (sql: Sql) => Promise<T> | T,
    ended: (isCommitted: boolean) => void,
  ): Promise<T> {
    try {
      await this.#begin();
      const result = await work(this.#write);
      this.#writer.exec('COMMIT');
      this.#refused = false;
      ended(true);
      return result;
    } catch (error) {
      this.#rollBack();
      ended(false);
      if (!isDiskRefusal(error) && !isHeldElsewhere(error)) throw error;
      this.#refused = true;
      throw new DatabaseUnwritable('the database file takes no writes', { cause: error });
    }
  }

  /** A full disk makes SQLite roll back by itself. */
  #rollBack(): void {
    if (this.#writer.isTransaction) this.#writer.exec('ROLLBACK');
  }
}
