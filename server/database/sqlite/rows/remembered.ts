/** Entities that the one who writes the rows used of late: rules ask for the same few records of central data again and again, there or not. */
import type { Numbered } from './entities';

/** About a kilobyte each. */
const MOST = 20_000;

type Known = Numbered | 'none';

export class Remembered {
  /** what is old is moved up when it is used again, and forgotten when as much again has become old */
  #young = new Map<string, Known>();
  #old = new Map<string, Known>();

  /** By `refKey`; read where it is not remembered whether there is one. */
  of(key: string, read: () => Numbered | undefined): Numbered | undefined {
    const young = this.#young.get(key);
    const known = young ?? this.#old.get(key) ?? read() ?? 'none';
    if (!young) this.#keep(key, known);
    return known === 'none' ? undefined : known;
  }

  put(key: string, entity: Numbered): void {
    this.#keep(key, entity);
  }

  /** After a transaction that was undone. */
  forget(): void {
    this.#young.clear();
    this.#old.clear();
  }

  #keep(key: string, known: Known): void {
    this.#young.set(key, known);
    if (this.#young.size < MOST / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
