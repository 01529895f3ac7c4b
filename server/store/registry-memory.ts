/** The registry in memory, for tests: the same behaviour as in SQLite. */
import type { MemoryDatabase } from './memory/database';
import type { Registry } from './registry-port';
import { memoryAudit } from './registry/memory-audit';
import { memoryDevices } from './registry/memory-devices';
import { memoryJoinCodes } from './registry/memory-join-codes';
import { memorySites } from './registry/memory-sites';
import { memoryStaff } from './registry/memory-staff';

export const memoryRegistry = (memory: MemoryDatabase): Registry => ({
  sites: memorySites(memory),
  devices: memoryDevices(memory),
  joinCodes: memoryJoinCodes(memory),
  staff: memoryStaff(memory),
  audit: memoryAudit(memory),
});
