/** The current status of assets, which comes from their logs (rule S1), and the records that stand for others (rules T2, T3). */
import { currentStatus, statusUntil, type AssetLog } from '#shared/domain/asset-log';
import { asMerged, idsUnder } from '#shared/domain/merged';
import type { ReplicaDatabase } from '../database';
import { joinedOf, sayingMerges } from '../merged';
import { omit } from '../omit';
import { readGroups } from '../read-together';
import type { AssetRow } from '../records';
import { confirmedBy, withLaterStatus } from './later-status';

/** New logs, by the asset that they are of. */
type Later = ReadonlyMap<string, readonly AssetLog[]>;

/** The fields of a row that its logs give. */
const fields = ['functionalStatus', 'statusSince', 'statusLoggedAt', 'reasonId', 'comment', 'statusUntil'] as const; // prettier-ignore

/** The ids of the records that these merges join, however they count. */
export const joinedBy = (saying: readonly Pick<AssetRow, 'id' | 'mergedInto'>[]): Set<string> =>
  new Set(saying.flatMap(({ id, mergedInto }) => (mergedInto === undefined ? [id] : [id, mergedInto])));

/** The row with the status of the former one: none of its logs has changed. */
export const withStatusOf = (former: AssetRow, row: AssetRow): AssetRow => ({
  ...row,
  ...Object.fromEntries(fields.flatMap((field) => (field in former ? [[field, former[field]]] : []))),
});

/**
 * Writes the current status of assets, and which of them are removed as merged. `ids`: all of their logs are looked at. `before`: the
 * records that were merged before these changes. `later`: new logs of assets, which may be all that has to be looked at.
 */
export async function restate(
  db: ReplicaDatabase,
  ids: Iterable<string>,
  before: readonly AssetRow[] = [],
  later: Later = new Map(),
): Promise<void> {
  const assetIds = new Set(ids);
  if (assetIds.size + later.size === 0) return;
  const saying = await sayingMerges(db);
  const joining = joinedBy([...saying, ...before]);
  const now = await centralTime(db);
  // merges may count otherwise now
  const isAltered = [...assetIds].some((id) => joining.has(id));
  if (isAltered) for (const id of later.keys()) if (joining.has(id)) assetIds.add(id);
  if (later.size > 0) await stateLater(db, await byRecord(db, later, joining, saying), assetIds, now);
  if (assetIds.size === 0) return;
  const joined = joining.size > 0 ? await joinedOf(db, reached(assetIds, before), saying) : undefined;
  const assets = joined
    ? [...joined.values()]
    : (await db.assets.bulkGet([...assetIds])).filter((row) => row !== undefined);
  const under = (id: string): string[] => (joined ? idsUnder(id, joined) : [id]);
  const logs = await readGroups(
    db.assetLogs,
    'assetId',
    assets.flatMap(({ id }) => under(id)),
  );
  const stated = assets.map((row) =>
    withStatus(
      joined ? asMerged(row, joined) : row,
      under(row.id).flatMap((id) => logs.get(id) ?? []),
      now,
    ),
  );
  if (stated.length > 0) await db.assets.bulkPut(stated);
}

/** The new logs by each record for which they count: their own, and those that it is merged into (rule T3). */
async function byRecord(
  db: ReplicaDatabase,
  later: Later,
  joining: ReadonlySet<string>,
  saying: readonly AssetRow[],
): Promise<Later> {
  const ofMerged = [...later.keys()].filter((id) => joining.has(id));
  if (ofMerged.length === 0) return later;
  const found = new Map([...later].filter(([id]) => !joining.has(id)));
  const joined = await joinedOf(db, ofMerged, saying);
  for (const id of joined.keys()) {
    const logs = idsUnder(id, joined).flatMap((one) => later.get(one) ?? []);
    if (logs.length > 0) found.set(id, logs);
  }
  return found;
}

/** Writes the statuses that follow from the new logs alone; the others join those of which all logs are looked at. */
async function stateLater(
  db: ReplicaDatabase,
  later: Later,
  assetIds: Set<string>,
  now: number,
): Promise<void> {
  const ids = [...later.keys()].filter((id) => !assetIds.has(id));
  if (ids.length === 0) return;
  const confirmed = await confirmedBy(
    db,
    ids.flatMap((id) => later.get(id) ?? []),
  );
  const stated: AssetRow[] = [];
  for (const row of await db.assets.bulkGet(ids)) {
    const next = row && withLaterStatus(row, later.get(row.id) ?? [], confirmed, now);
    if (next) stated.push(next);
    else if (row) assetIds.add(row.id);
  }
  if (stated.length > 0) await db.assets.bulkPut(stated);
}

/** The assets to look at, with the records of merges that no longer stand. */
const reached = (assetIds: ReadonlySet<string>, before: readonly AssetRow[]): string[] => [
  ...assetIds,
  ...before.flatMap(({ id, mergedInto = '' }) => (assetIds.has(id) ? [mergedInto] : [])),
];

/** Central's time as this device knows it, milliseconds. */
export const centralTime = async (db: ReplicaDatabase): Promise<number> =>
  db.now() + ((await db.author.get('me'))?.offsetMs ?? 0);

function withStatus(row: AssetRow, logs: readonly AssetLog[], now: number): AssetRow {
  const until = statusUntil(logs, now);
  return {
    ...omit(row, ...fields),
    ...currentStatus(logs, now),
    ...(until !== undefined && { statusUntil: until }),
  };
}
