/** The changes that imports wrote, and those that took them back: a later import may overwrite them. */
import { setImmediate } from 'node:timers/promises';
import type { ImportStore } from './import-store';
import { undoIdOf } from './ids';

/** Rows of a journal whose ids are worked out in one go. */
const AT_ONCE = 20;

export async function importedChanges(kept: ImportStore): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const importId of await kept.ids()) {
    const entries = await kept.journal(importId);
    for (const [at, { line, said }] of entries.entries()) {
      said.forEach(({ changeId }, index) => ids.add(changeId).add(undoIdOf(importId, line, index)));
      if (at % AT_ONCE === 0) await setImmediate();
    }
  }
  return ids;
}
