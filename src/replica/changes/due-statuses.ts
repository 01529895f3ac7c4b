/**
 * The status of an asset comes from its logs at a moment (rule S1): a log that lies more than a day ahead does not count yet.
 * So rows are looked at again when such a day comes, and when central's time turns out to be earlier than was believed.
 */
import { liveQuery } from 'dexie';
import { isAhead } from '#shared/domain/asset-log';
import type { ReplicaDatabase } from '../database';
import { centralTime, restate } from './restate';

/** A timer stands still while a device sleeps, and none runs for weeks. */
const LONGEST_WAIT_MS = 60 * 60 * 1000;

/** Writes the status of the assets again whose moment has come. */
export async function restateDue(db: ReplicaDatabase): Promise<void> {
  const due = db.assets.where('statusUntil').belowOrEqual(await centralTime(db));
  const ids = (await due.primaryKeys()).map(String);
  if (ids.length === 0) return;
  // an async function: only then does Dexie keep the transaction open through awaits of its own
  await db.transaction('rw', [db.author, db.assets, db.assetLogs], async () => restate(db, ids));
}

/**
 * After contact with central: writes the status of the assets again whose status is of a day that has not come after all. In
 * the caller's transaction.
 */
export async function restateAhead(db: ReplicaDatabase): Promise<void> {
  const now = await centralTime(db);
  const ahead = await db.assets
    .filter(({ statusLoggedAt: loggedAt }) => loggedAt !== undefined && isAhead({ loggedAt }, now))
    .primaryKeys();
  await restate(db, ahead);
}

/** Looks at them whenever their moment comes. `after`: runs something later, and returns a way to call it off. Returns a way to stop. */
export function keepStatuses(
  db: ReplicaDatabase,
  after: (ms: number, run: () => void) => () => void,
): () => void {
  let callOff = (): void => undefined;
  let isStopped = false;
  const look = async (): Promise<void> => {
    callOff();
    await restateDue(db);
    const next = (await db.assets.orderBy('statusUntil').first())?.statusUntil;
    if (next === undefined || isStopped) return;
    callOff();
    const wait = Math.max(0, next - (await centralTime(db)));
    callOff = after(Math.min(wait, LONGEST_WAIT_MS), again);
  };
  // a write that fails now (a full device) happens when the rows change next, or at the next start
  const again = (): void => void look().catch(() => undefined);
  const first = liveQuery(() => db.assets.orderBy('statusUntil').keys()).subscribe(again);
  return () => {
    isStopped = true;
    first.unsubscribe();
    callOff();
  };
}
