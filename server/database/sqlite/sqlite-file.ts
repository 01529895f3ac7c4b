/** One SQLite file: a writer that works one transaction at a time, and a reader that sees only rows that are on the disk. */
import { Mutex } from './mutex';
import { DatabaseUnwritable } from '../port/central-database';
import {
  isDiskRefusal,
  openConnection,
  openForReading,
  type Connection,
  isHeldElsewhere,
} from './connection';
import { GatherBeside } from './gather-beside';
import type { Gathering } from './gathering';
import { Journal, type Sync } from './journal';
import { sqlOn, type Sql } from './sql';

export type { Sql };

/** The longest wait of a transaction for another program that holds the database, and the interval at which it looks. */
const PATIENCE_MS = 5000;
const RETRY_MS = 20;
/** Pages of 4 KiB, about, after which the journal is gathered into the file. */
const GATHER_AT = 1000;
/** Pages at which a transaction waits for a thread that gathers: a journal that grows faster than a disk takes it would fill that disk. */
const MOST = 4 * GATHER_AT;

export interface Durability {
  /** False for data that can be had again: no transaction waits for the disk. */
  isDurable?: boolean;
  /** default: the disk's own */
  sync?: Sync;
  /** gathers the journal beside this thread; none: it is gathered on it */
  gathering?: Gathering | undefined;
}

/** A reader that has read something goes on seeing the file as it was then. */
const PEEK = 'SELECT 1 FROM sqlite_schema LIMIT 1';

export class SqliteFile {
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #write: Sql;
  readonly #read: Sql;
  readonly #mutex = new Mutex();
  /** none: no transaction waits for the disk */
  #journal: Journal | undefined;
  #refused = false;
  /** Something that was committed may never reach the disk. Nothing is taken on top of it until the file is opened again. */
  #isLost = false;
  /** none: the journal is gathered on this thread */
  #beside: GatherBeside | undefined;
  /** written since the journal was gathered, about */
  #pages = 0;
  /** of the transaction: it has run a statement that may write */
  #mayHaveWritten = false;
  /** another program holds the database, and a transaction waits for it */
  #isWaiting = false;

  private constructor(writer: Connection, reader: Connection) {
    this.#writer = writer;
    this.#reader = reader;
    this.#write = sqlOn(writer, (pages) => {
      this.#pages += pages;
      this.#mayHaveWritten = true;
    });
    this.#read = sqlOn(reader);
  }

  /** Opens the file, made if it is not there; `prepare` brings its tables up to date before anything reads. */
  static async open(
    path: string,
    prepare: (writer: Connection) => void,
    { isDurable = true, sync, gathering }: Durability = {},
  ): Promise<SqliteFile> {
    const writer = await openConnection(path);
    prepare(writer);
    const reader = await openConnection(path);
    reader.exec('PRAGMA query_only = ON');
    // from here on SQLite waits for nobody: its waiting stands the whole process still
    for (const connection of [writer, reader]) connection.exec('PRAGMA busy_timeout = 0');
    const file = new SqliteFile(writer, reader);
    // the connection itself waits for the disk only where it gathers the journal
    writer.exec('PRAGMA synchronous = NORMAL');
    if (isDurable) file.#beDurable(path, sync);
    if (gathering) file.#gatherBeside(gathering);
    return file;
  }

  #beDurable(path: string, sync: Sync | undefined): void {
    // A disk that failed to take a journal may still show it, as if it had: written again into the file, it is there or it fails once more.
    this.#gather('TRUNCATE');
    this.#read.get(PEEK);
    this.#journal = new Journal(path, sync);
    // a reader is kept from seeing the last commit while it is on its way, and so the journal cannot be gathered then
    this.#writer.exec('PRAGMA wal_autocheckpoint = 0');
  }

  #gatherBeside(gathering: Gathering): void {
    const alone = (work: () => Promise<void> | void): Promise<void> => this.#mutex.run(work);
    this.#beside = new GatherBeside(gathering, alone, () => this.#gather('PASSIVE'));
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
    if (this.#isWaiting || this.#isLost) return false;
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

  /** True from when the disk failed to take what was written, until the file is opened again. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** For settings of the connection that writes (`PRAGMA max_page_count`, in tests of a full disk). */
  configure(pragma: string): Promise<void> {
    return this.#mutex.run(() => this.#writer.exec(pragma));
  }

  close(): Promise<void> {
    return this.#mutex.run(async () => {
      this.#reader.close();
      if (this.#writer === this.#reader) return;
      await this.#beside?.close();
      this.#gather('TRUNCATE');
      this.#writer.close();
      this.#journal?.close();
    });
  }

  /**
   * Takes the journal into the file. `TRUNCATE`: all of it, so that a copy of the file alone, made while the server is stopped, holds
   * everything. Pages that cannot be gathered now stay beside it.
   */
  #gather(how: 'PASSIVE' | 'TRUNCATE'): void {
    this.#pages = 0;
    try {
      this.#writer.exec(`PRAGMA wal_checkpoint(${how})`);
    } catch (error) {
      if (!isDiskRefusal(error) && !isHeldElsewhere(error)) throw error;
    }
  }

  /** Tries again by a timer while another program holds the database, so that all else goes on. */
  async #begin(): Promise<void> {
    if (this.#isLost) throw new DatabaseUnwritable('the disk did not take what was written before');
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        this.#write.run('BEGIN IMMEDIATE');
        this.#mayHaveWritten = false;
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
      await this.#commit();
      if (this.#mayHaveWritten) this.#refused = false;
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

  /** While the commit is on its way to the disk nobody reads it. */
  async #commit(): Promise<void> {
    const journal = this.#journal;
    // one that has only read is on the disk already
    if (!journal || !this.#mayHaveWritten) return this.#write.run('COMMIT');
    this.#read.run('BEGIN');
    try {
      this.#read.get(PEEK);
      this.#write.run('COMMIT');
    } catch (error) {
      this.#read.run('COMMIT');
      throw error;
    }
    await this.#reachDisk(journal);
    this.#read.run('COMMIT');
    if (this.#pages < GATHER_AT) return;
    if (!this.#beside) return this.#gather('PASSIVE');
    if (this.#beside.isUnderWay) return this.#pages < MOST ? undefined : await this.#beside.most();
    this.#pages = 0;
    this.#beside.begin();
  }

  /** A disk that once failed to take something may forget it without a word: only opening again shows what it has. */
  async #reachDisk(journal: Journal): Promise<void> {
    try {
      await journal.sync();
    } catch (error) {
      this.#isLost = true;
      throw new DatabaseUnwritable('the disk did not take what was written', { cause: error });
    }
  }

  /** A full disk makes SQLite roll back by itself. */
  #rollBack(): void {
    if (this.#writer.isTransaction) this.#writer.exec('ROLLBACK');
  }
}
