// A central server's store that can be backed up, and put back as it was.
import { MemoryDatabase } from '../../server/store/memory/database';
import { createMemoryStore, type MemoryStore } from '../../server/store/memory/store';
import type { Table } from '../../server/store/memory/table';

class NamedTables extends MemoryDatabase {
  readonly names = new Set<string>();

  override table<K, V>(name: string): Table<K, V> {
    // undefined while the base class is being made
    (this.names as Set<string> | undefined)?.add(name);
    return super.table(name);
  }
}

export interface BackedUpStore {
  store: MemoryStore;
  /** the store as it is now, in another */
  backup(): MemoryStore;
}

export function backedUpStore(memory = new NamedTables()): BackedUpStore {
  const backup = (): MemoryStore => {
    const copy = new NamedTables();
    for (const name of memory.names) {
      for (const [key, value] of memory.table(name).entries())
        copy.table(name).set(key, structuredClone(value));
    }
    return createMemoryStore(copy);
  };
  return { store: createMemoryStore(memory), backup };
}
