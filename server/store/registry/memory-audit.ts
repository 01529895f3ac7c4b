/** The record of what staff did, in memory. */
import type { MemoryDatabase } from '../memory/database';
import type { NewChange } from '../port';
import type { AuditBook, AuditPosition, AuditQuery, AuditRecord } from './audit-port';
import { tables, type Tables } from './memory-tables';

export function memoryAudit(memory: MemoryDatabase): AuditBook {
  const all = tables(memory);
  return {
    write: async (entry) => memory.write(() => all.audit.set(all.audit.size + 1, entry)),
    page: async (query) => memory.read(() => pageOf(all, query)),
  };
}

function pageOf(all: Tables, { limit, userId, kind, from, to, after }: AuditQuery): AuditRecord[] {
  const noted = all.audit
    .entries()
    .map(([id, entry]): AuditRecord => ({ ...entry, id, source: 'audit', count: 1 }));
  return [...noted, ...editsOf(all)]
    .filter((record) => userId === undefined || record.userId === userId)
    .filter((record) => kind === undefined || record.action.startsWith(`${kind}.`))
    .filter(({ at }) => at >= (from ?? '') && (to === undefined || at < to))
    .sort(compare)
    .filter((record) => after === undefined || compare(after, record) < 0)
    .slice(0, limit);
}

/** The later first; of one instant, what was written down before what the changes tell. */
const compare = (a: AuditPosition, b: AuditPosition): number => {
  if (a.at !== b.at) return a.at > b.at ? -1 : 1;
  if (a.source !== b.source) return a.source === 'audit' ? -1 : 1;
  return b.id - a.id;
};

function editsOf({ changes }: Tables): AuditRecord[] {
  const groups = new Map<string, AuditRecord>();
  for (const [id, one] of changes.entries()) {
    if (one.document !== 'config') continue;
    const key = [one.receivedAt, one.receivedFrom, one.change.kind].join('\n');
    groups.set(key, { ...toRecord(id, one), count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}

const toRecord = (id: number, { receivedAt, receivedFrom, change }: NewChange): AuditRecord => ({
  at: receivedAt,
  source: 'change',
  id,
  userId: receivedFrom,
  action: change.kind,
  subject: change.entityId,
  count: 1,
});
