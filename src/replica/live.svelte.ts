/** A query whose answer follows the database: `const rows = $derived(live(() => db.assets.toArray()))`. */
import { liveQuery } from 'dexie';
import { createSubscriber } from 'svelte/reactivity';
import type { ReplicaDatabase } from './database';

export class Live<T> {
  #value: T | undefined;
  #error: unknown;
  readonly #subscribe: () => void;

  constructor(query: () => T | Promise<T>) {
    this.#subscribe = createSubscriber((update) => {
      // an async function: only then does Dexie watch the tables that are read after a query's own awaits
      const subscription = liveQuery(async () => query()).subscribe({
        next: (value) => {
          this.#value = value;
          this.#error = undefined;
          update();
        },
        error: (error: unknown) => {
          this.#error = error;
          update();
        },
      });
      return () => subscription.unsubscribe();
    });
  }

  /** The newest answer; undefined while the first is under way. */
  get value(): T | undefined {
    this.#subscribe();
    return this.#value;
  }

  /** The error of the last query, if it failed. */
  get error(): unknown {
    this.#subscribe();
    return this.#error;
  }
}

export const live = <T>(query: () => T | Promise<T>): Live<T> => new Live(query);

/** One query of a database for all its readers: the rows that one page has read are there at once on the next. */
export function liveForAll<T>(query: (db: ReplicaDatabase) => Promise<T>): (db: ReplicaDatabase) => Live<T> {
  const asked = new WeakMap<ReplicaDatabase, Live<T>>();
  return (db) => {
    const known = asked.get(db) ?? live(() => query(db));
    asked.set(db, known);
    return known;
  };
}
