/** Tables in memory with transactions: one at a time; a read waits for the one that runs, so it sees only what is committed. */
import { Mutex } from '../mutex';
import { StoreUnwritable } from '../port';
import { Table } from './table';

export class MemoryDatabase {
  readonly #tables = new Map<string, unknown>();
  readonly #mutex = new Mutex();
  #journal: (() => void)[] = [];
  #full = false;

  /** The table of this name, made at the first asking. Whoever asks for a name agrees on its types. */
  table<K, V>(name: string): Table<K, V> {
    const table = (this.#tables.get(name) ?? new Table<K, V>((undo) => this.#journal.push(undo))) as Table<
      K,
      V
    >;
    this.#tables.set(name, table);
    return table;
  }

  read<T>(query: () => Promise<T> | T): Promise<T> {
    return this.#mutex.run(query);
  }

  write<T>(work: () => Promise<T> | T): Promise<T> {
    return this.#mutex.run(() => this.#transaction(work));
  }

  /** Plays a disk that is full, or has room again. */
  setFull(full: boolean): void {
    this.#full = full;
  }

  get isFull(): boolean {
    return this.#full;
  }

  async #transaction<T>(work: () => Promise<T> | T): Promise<T> {
    this.#journal = [];
    try {
      const result = await work();
      if (this.#full) throw new StoreUnwritable('no room');
      return result;
    } catch (error) {
      for (const undo of this.#journal.reverse()) undo();
      throw error;
    } finally {
      this.#journal = [];
    }
  }
}
