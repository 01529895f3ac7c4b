/**
 * Equipment that the browser of support staff holds while they work on it. It comes whole from central, by a call: the same
 * rows as on a device of the site, without a place in any document. Staff's changes to it go up by calls too
 * (src/engine/post-owed.ts).
 */
import { checkChange } from '#shared/change/check';
import { storeOf } from '#shared/change/documents';
import type { Change } from '#shared/change/change';
import type { HeldEquipment } from '#shared/api/held';
import { followClock } from '../changes/apply-remote';
import { recordOf, touched } from '../changes/change-record';
import { settleArrived } from '../changes/outbox';
import { refold } from '../changes/refold';
import type { ReplicaDatabase } from '../database';
import { readTogether } from '../read-together';
import type { ChangeRecord } from '../records';
import { keepHeldNames } from './held-names';

/** Writes the changes that central sent; `now` is this device's time in milliseconds. A change that this app cannot read is left out. */
export async function hold(db: ReplicaDatabase, held: HeldEquipment, now: number): Promise<void> {
  const read = held.changes.flatMap(({ document, change }) => {
    const checked = checkChange(change, document, 'copied');
    return checked.ok ? [{ document, change: checked.value }] : [];
  });
  const tables = [db.author, db.changes, db.outbox, db.problems, db.settings, ...db.rowTables()];
  await db.transaction('rw', tables, async () => {
    const ids = read.map(({ change }) => change.id);
    const known = new Map((await readTogether(db.changes, ids)).map((record) => [record.id, record]));
    const fresh = read.flatMap(({ document, change }) => news(known.get(change.id), document, change));
    await db.changes.bulkPut(fresh);
    await settleArrived(db, new Set(ids));
    const arrived = new Set(ids);
    await db.problems.filter(({ change }) => change !== undefined && arrived.has(change.id)).delete();
    await followClock(db, read, now);
    await refold(db, fresh.flatMap(touched));
    await keepHeldNames(db, held);
  });
}

/** The record of a change that is new here, or was taken for refused. */
function news(known: ChangeRecord | undefined, document: string, change: Change): ChangeRecord[] {
  if (known && !known.refused) return [];
  const storeId = known?.storeId ?? storeOf(document);
  return [recordOf(change, { ...known, ...(storeId !== undefined && { storeId }) })];
}
