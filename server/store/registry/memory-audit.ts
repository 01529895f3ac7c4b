/** The record of what staff did, in memory. */
import type { MemoryDatabase } from '../memory/database';
import type { AuditBook } from '../registry-port';
import { tables } from './memory-tables';

export function memoryAudit(memory: MemoryDatabase): AuditBook {
  const { audit } = tables(memory);
  return {
    write: async (entry) => memory.write(() => void audit.set([...audit.values()].length, entry)),
    latest: async (limit) => memory.read(() => [...audit.values()].reverse().slice(0, limit)),
  };
}
