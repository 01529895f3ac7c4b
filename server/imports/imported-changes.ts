/** The causes (`causeIn`) of the changes that imports wrote, and of those that took them back: a later import may overwrite them. */
import { setImmediate } from 'node:timers/promises';
import type { ImportStore } from './import-store';
import { causeIn } from '../id-by-content';
import { undoCauseOf } from './ids';

/** Rows of a journal whose ids are worked out in one go. */
const AT_ONCE = 20;

export async function importedChanges(kept: ImportStore): Promise<ReadonlySet<string>> {
  const causes = new Set<string>();
  for (const importId of await kept.ids()) {
    const entries = await kept.journal(importId);
    for (const [at, { line, said }] of entries.entries()) {
      said.forEach(({ changeId }, index) =>
        causes.add(causeIn(changeId)).add(causeIn(undoCauseOf(importId, line, index))),
      );
      if (at % AT_ONCE === 0) await setImmediate();
    }
  }
  return causes;
}
