/** Counts that are kept while rows are written: gathered over a transaction and written once each. */
import type { Sql } from '../sql';
import { NO_STORE } from './numbers';
import type { Uid } from './uid';

const PUT_ASSETS = `INSERT INTO asset_counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count`;
const PUT_PROBLEMS = `INSERT INTO problem_counts VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count`;
const PUT_USES = `INSERT INTO uses VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count`;

interface Use {
  uid: Uid;
  kind: number;
  store: number;
  count: number;
}

export class Counters {
  readonly #assets = new Map<string, { store: number; status: number; count: number }>();
  readonly #problems = new Map<number, number>();
  readonly #uses = new Map<string, Use>();

  /** Assets in use: in their store and (NO_STORE) in all. */
  assets(store: number, status: number, count: number): void {
    for (const place of [store, NO_STORE]) {
      const key = `${place} ${status}`;
      const known = this.#assets.get(key);
      if (known) known.count += count;
      else this.#assets.set(key, { store: place, status, count });
    }
  }

  problems(store: number | null, count: number): void {
    const place = store ?? NO_STORE;
    this.#problems.set(place, (this.#problems.get(place) ?? 0) + count);
  }

  /** `id`: the id of the named record, as people write it. */
  uses(id: string, { uid, kind, store, count }: Use): void {
    const key = `${kind} ${store} ${id}`;
    const known = this.#uses.get(key);
    if (known) known.count += count;
    else this.#uses.set(key, { uid, kind, store, count });
  }

  write(sql: Sql): void {
    for (const { store, status, count } of this.#assets.values())
      if (count !== 0) sql.run(PUT_ASSETS, store, status, count);
    for (const [store, count] of this.#problems) if (count !== 0) sql.run(PUT_PROBLEMS, store, count);
    for (const { uid, kind, store, count } of this.#uses.values())
      if (count !== 0) sql.run(PUT_USES, uid, kind, store, count);
    this.#assets.clear();
    this.#problems.clear();
    this.#uses.clear();
  }
}
