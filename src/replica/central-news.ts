/** Changes by central that matter to the people of this device: stores that came or went, reasons that can be chosen no more. */
import type { StatusReason } from '#shared/domain/status-reason';
import type { ReplicaDatabase } from './database';
import type { StoreName } from './records';

const KEY = 'centralSeen';

/** The names and reasons that people here have seen: id → name of each store, and the ids of the reasons that could be chosen. */
interface Seen {
  stores: Record<string, string>;
  reasons: string[];
}

export interface CentralNews {
  storesGone: string[];
  storesCome: string[];
  reasonsRetired: StatusReason[];
}

/** Undefined where there is nothing new, and before the first exchange. */
export async function readCentralNews(
  db: ReplicaDatabase,
  stores: readonly StoreName[],
): Promise<CentralNews | undefined> {
  const seen = await readSeen(db);
  if (!seen) return undefined;
  const here = new Set(stores.map(({ id }) => id));
  const known = await db.statusReasons.bulkGet(seen.reasons);
  const news = {
    storesGone: Object.entries(seen.stores).flatMap(([id, name]) => (here.has(id) ? [] : [name])),
    storesCome: stores.flatMap(({ id, name }) => (Object.hasOwn(seen.stores, id) ? [] : [name])),
    reasonsRetired: known.flatMap((reason) => (reason?.deletedAt === undefined ? [] : [reason])),
  };
  return Object.values(news).some((list) => list.length > 0) ? news : undefined;
}

/** Marks the current stores and reasons as seen. */
export async function markCentralSeen(db: ReplicaDatabase, stores: readonly StoreName[]): Promise<void> {
  const reasons = await db.statusReasons.filter(({ deletedAt }) => deletedAt === undefined).primaryKeys();
  const seen: Seen = { stores: Object.fromEntries(stores.map(({ id, name }) => [id, name])), reasons };
  await db.settings.put({ key: KEY, value: JSON.stringify(seen) });
}

/** Begins after the first exchange: the data that came with it are no news. */
export async function beginCentralNews(db: ReplicaDatabase, stores: readonly StoreName[]): Promise<void> {
  const hasSynced = (await db.progress.get('sync'))?.lastSuccess !== undefined;
  if (hasSynced && (await db.settings.get(KEY)) === undefined) await markCentralSeen(db, stores);
}

async function readSeen(db: ReplicaDatabase): Promise<Seen | undefined> {
  const kept = (await db.settings.get(KEY))?.value;
  // written by `markCentralSeen`
  return typeof kept === 'string' ? (JSON.parse(kept) as Seen) : undefined;
}
