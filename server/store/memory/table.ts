/** A map whose writes can be undone. */
export class Table<K, V> {
  readonly #map = new Map<K, V>();
  readonly #undo: (undo: () => void) => void;

  constructor(undo: (undo: () => void) => void) {
    this.#undo = undo;
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: K): V | undefined {
    return this.#map.get(key);
  }

  has(key: K): boolean {
    return this.#map.has(key);
  }

  values(): V[] {
    return [...this.#map.values()];
  }

  entries(): [K, V][] {
    return [...this.#map.entries()];
  }

  set(key: K, value: V): void {
    this.#remember(key);
    this.#map.set(key, value);
  }

  delete(key: K): void {
    this.#remember(key);
    this.#map.delete(key);
  }

  #remember(key: K): void {
    const before = this.#map.get(key);
    const had = this.#map.has(key);
    this.#undo(() => {
      if (had && before !== undefined) this.#map.set(key, before);
      else this.#map.delete(key);
    });
  }
}
