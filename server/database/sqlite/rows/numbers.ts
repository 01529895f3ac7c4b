/** The numbers under which the rows know kinds of entities and stores, of which there are few: they are remembered. And the next one of an entity. */
import type { Sql } from '../sql';

/** The number for entities of no store, in counts. */
export const NO_STORE = 0;

export class Numbers {
  readonly #kinds = new Map<string, number>();
  readonly #stores = new Map<string, number>();
  readonly #names = new Map<number, string>();
  #lastEntity: number | undefined;
  /** Every store is remembered up to this number; none is ever taken away. */
  #allUpTo = 0;

  constructor(private readonly sql: Sql) {}

  /** The number of an entity that is about to be put. */
  nextEntity(): number {
    this.#lastEntity ??=
      this.sql.get<{ last: number }>('SELECT coalesce(max(id), 0) AS last FROM entities')?.last ?? 0;
    return (this.#lastEntity += 1);
  }

  /** Given a number when it has none. */
  kind(name: string): number {
    return take(this.sql, 'kinds', this.#kinds, name);
  }

  store(name: string): number {
    return take(this.sql, 'stores', this.#stores, name);
  }

  knownKind(name: string): number | undefined {
    return find(this.sql, 'kinds', this.#kinds, name);
  }

  knownStore(name: string): number | undefined {
    return find(this.sql, 'stores', this.#stores, name);
  }

  /** The stores among these in which anything lies. A country's may be asked for: those that are not known yet are read together. */
  knownStores(names: readonly string[]): number[] {
    const added = this.sql.all<{ id: number; name: string }>(
      'SELECT id, name FROM stores WHERE id > ?',
      this.#allUpTo,
    );
    for (const { id, name } of added) {
      this.#stores.set(name, id);
      this.#allUpTo = Math.max(this.#allUpTo, id);
    }
    return names.flatMap((name) => this.#stores.get(name) ?? []);
  }

  storeName(id: number): string {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const name = this.sql.get<{ name: string }>('SELECT name FROM stores WHERE id = ?', id)?.name ?? '';
    this.#names.set(id, name);
    return name;
  }

  /** Called after a transaction that was undone: the numbers it gave out are not there. */
  forget(): void {
    this.#kinds.clear();
    this.#stores.clear();
    this.#names.clear();
    this.#lastEntity = undefined;
    this.#allUpTo = 0;
  }
}

type Table = 'kinds' | 'stores';

function find(sql: Sql, table: Table, known: Map<string, number>, name: string): number | undefined {
  const id = known.get(name) ?? sql.get<{ id: number }>(`SELECT id FROM ${table} WHERE name = ?`, name)?.id;
  if (id !== undefined) known.set(name, id);
  return id;
}

function take(sql: Sql, table: Table, known: Map<string, number>, name: string): number {
  const id =
    find(sql, table, known, name) ??
    sql.get<{ id: number }>(`INSERT INTO ${table} (name) VALUES (?) RETURNING id`, name)?.id;
  if (id === undefined) throw new Error(`no number for ${name}`);
  known.set(name, id);
  return id;
}
