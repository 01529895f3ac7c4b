/** The rows for their readers: their position in the log, waiting for them, and their exchange for others that were made again. */
import { setImmediate } from 'node:timers/promises';
import { openConnection, type Connection } from '../connection';
import { RowsBehind, RowsDamaged } from '../../port/rows';
import { sqlOn, type Sql } from '../sql';
import { SpoiltText } from '../stored-json';
import { asDamaged, ofRows } from './damage';
import { Numbers } from './numbers';

export interface RowsQuery {
  sql: Sql;
  numbers: Numbers;
}

/** A reading that lets others have their turn wherever it yields. */
export type InPieces<T> = Generator<undefined, T>;

interface Waiting {
  seq: number;
  withoutFlags: boolean;
  done: () => void;
}

/**
 * The longest wait of a read for changes that were stored before it, and for flags that it cures, milliseconds. The first is reached on a machine that is slow or busy: a caller that just stored
 * something finds it there too.
 */
const PATIENCE_MS = 10_000;
const FLAGS_PATIENCE_MS = 1000;
/** The number of changes behind from which on a read does not wait at all. */
export const TOO_FAR = 5000;

export class RowsView {
  readonly #path: string;
  #connection: Connection | undefined;
  #query: RowsQuery | undefined;
  #seq = 0;
  #hasCures = false;
  readonly #waiting = new Set<Waiting>();
  #closing: Promise<void> | undefined;
  #opened: () => void = () => undefined;
  /** A reader has found them damaged. */
  onDamaged: (error: unknown) => void = () => undefined;

  /** `lastSeq`: the end of the log. `awaited`: called when somebody waits for the rows. */
  constructor(
    path: string,
    private readonly lastSeq: () => number,
    private readonly awaited: () => void = () => undefined,
  ) {
    this.#path = path;
  }

  async open(): Promise<void> {
    const connection = await openConnection(this.#path, 'NORMAL');
    connection.exec('PRAGMA query_only = ON');
    const sql = ofRows(sqlOn(connection));
    this.#connection = connection;
    this.#query = { sql, numbers: new Numbers(sql) };
    this.#closing = undefined;
    this.#opened();
  }

  /** Nothing reads until it is opened again. */
  suspend(): void {
    this.#closing ??= new Promise((resolve) => (this.#opened = resolve));
    this.#query = undefined;
    this.#connection?.close();
    this.#connection = undefined;
  }

  get seq(): number {
    return this.#seq;
  }

  /** Told by the follower. */
  progress({ seq, hasCures }: { seq: number; hasCures: boolean }): void {
    this.#seq = seq;
    this.#hasCures = hasCures;
    for (const one of this.#waiting) if (this.#has(one.seq, one.withoutFlags)) one.done();
  }

  /** Rows are there, and flags that these cure are not waited for. */
  async reached(seq: number, ms: number): Promise<void> {
    if (!(await this.#arrived(seq, ms))) throw new RowsBehind('the rows are behind the log');
  }

  /** Reads the rows as they are, after a moment's patience. */
  async read<T>(query: (parts: RowsQuery) => T): Promise<T> {
    const last = this.lastSeq();
    if (last - this.#seq <= TOO_FAR) {
      const began = performance.now();
      if (!(await this.#arrived(last, FLAGS_PATIENCE_MS)))
        await this.#arrived(last, PATIENCE_MS - (performance.now() - began), true);
    }
    while (this.#closing) await this.#closing;
    return this.now(query);
  }

  /** The same, a piece at a time; from the beginning where the rows were exchanged for others meanwhile, which number everything otherwise. */
  async inPieces<T>(query: (parts: RowsQuery) => InPieces<T>): Promise<T> {
    for (;;) {
      const parts = await this.read((now) => now);
      const pieces = query(parts);
      // what was done before, and what is done with the answer, are pieces too
      await setImmediate();
      while (this.#query === parts) {
        const step = this.undamaged(() => pieces.next());
        await setImmediate();
        if (step.done === true) return step.value;
      }
    }
  }

  /** Reads the rows as they are, at once. */
  now<T>(query: (parts: RowsQuery) => T): T {
    const parts = this.#query;
    if (!parts) throw new RowsBehind('the rows are being exchanged');
    return this.undamaged(() => query(parts));
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  /** Runs `work`, which reads rows or what was read of them. */
  undamaged<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const damage = error instanceof SpoiltText ? asDamaged(error) : error;
      if (damage instanceof RowsDamaged) this.onDamaged(damage);
      throw damage;
    }
  }

  #has(seq: number, withoutFlags = false): boolean {
    return this.#seq >= seq && (withoutFlags || !this.#hasCures);
  }

  #arrived(seq: number, ms: number, withoutFlags = false): Promise<boolean> {
    if (this.#has(seq, withoutFlags)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (has: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(one);
        resolve(has);
      };
      const one = { seq, withoutFlags, done: () => end(true) };
      const timer = setTimeout(() => end(this.#seq >= seq), ms);
      this.#waiting.add(one);
      this.awaited();
    });
  }
}
