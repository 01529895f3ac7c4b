/** The store in memory, for tests and trials: the same rules, nothing on disk. */
import type { Store } from '../port';
import { memoryRegistry } from '../registry-memory';
import { memoryChangeReader, memoryChangeTx } from './changes';
import { MemoryDatabase } from './database';
import { memoryRowReader } from './row-reader';
import { memoryRowWriter } from './rows';
import { memoryV6 } from './v6/store';

export interface MemoryStore extends Store {
  readonly memory: MemoryDatabase;
}

export function createMemoryStore(memory = new MemoryDatabase()): MemoryStore {
  const tx = { changes: memoryChangeTx(memory), rows: memoryRowWriter(memory) };
  return {
    memory,
    changes: memoryChangeReader(memory),
    rows: memoryRowReader(memory),
    registry: memoryRegistry(memory),
    v6: memoryV6(memory),
    transaction: (work) => memory.write(() => work(tx)),
    canWrite: () => Promise.resolve(!memory.isFull),
    close: () => Promise.resolve(),
  };
}
