/**
 * The queries of this feature to the device's database. Each takes what it depends on and gives a query for `live(...)`, so
 * that `$derived(live(storyOf(db, id)))` asks again when the id changes.
 */
import { spokenIn } from '#shared/domain/name-in';
import { liveIn, type LiveIn } from '../../page/live-in';
import { useWords } from '../../words/words.svelte';
import type { AssetLog } from '#shared/domain/asset-log';
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { StatusReason } from '#shared/domain/status-reason';
import { readAssets } from '../../replica/assets-of-stores';
import type { ReplicaDatabase } from '../../replica/database';
import { devicesByUser, historyOf, type History } from '../../replica/changes/history';
import { liveForAll } from '../../replica/live.svelte';
import { recordsUnder } from '../../replica/merged';
import { heldWriters, type Writer } from '../../replica/held/held-names';
import type { AssetRow } from '../../replica/records';

type Query<T> = () => Promise<T>;

export const assetsOf =
  (db: ReplicaDatabase, storeIds: readonly string[]): Query<AssetRow[]> =>
  () =>
    readAssets(db, storeIds);

/** An asset; null when this device has none of that id. */
export const assetOf =
  (db: ReplicaDatabase, id: string): Query<AssetRow | null> =>
  async () =>
    (await db.assets.get(id)) ?? null;

/** The make and model of an asset, for a page that says little else of it; empty where neither is known. */
export const makeOfAsset =
  (db: ReplicaDatabase, id: string): Query<string> =>
  async () => {
    const asset = await db.assets.get(id);
    const item =
      asset?.catalogueItemId === undefined ? undefined : await db.catalogueItems.get(asset.catalogueItemId);
    return [(item ?? asset)?.manufacturer, (item ?? asset)?.model].filter(Boolean).join(' ');
  };

export interface AssetStory {
  asset: AssetRow;
  logs: AssetLog[];
  history: History;
  /** the device from which each user wrote logs */
  devices: ReadonlyMap<string, string>;
  /** the authors by id, where central has given them */
  writers: readonly Writer[];
  /** other records of the same piece, merged into it */
  merged: readonly AssetRow[];
}

/** An asset with everything that was ever recorded of it; null when this device has no such asset. */
export const storyOf =
  (db: ReplicaDatabase, id: string): Query<AssetStory | null> =>
  () =>
    readStory(db, id);

async function readStory(db: ReplicaDatabase, id: string): Promise<AssetStory | null> {
  const ids = await recordsUnder(db, id);
  const saying = db.assetLogs.where('assetId').anyOf(ids).toArray();
  const [asset, logs, history, devices, writers, merged] = await Promise.all([
    db.assets.get(id),
    saying,
    historyOf(db, 'asset', id),
    saying.then((logs) => devicesOf(db, logs)),
    heldWriters(db),
    db.assets.bulkGet(ids.slice(1)),
  ]);
  const others = merged.filter((row) => row !== undefined);
  return asset ? { asset, logs, history, devices, writers, merged: others } : null;
}

/** A log names its author; its change also names the device. */
const devicesOf = (db: ReplicaDatabase, logs: readonly AssetLog[]): Promise<Map<string, string>> =>
  devicesByUser(
    db,
    'assetLog',
    logs.map(({ id }) => id),
  );

/** Other assets here with the same serial number; removed ones are left out. */
export const twinsOf =
  (
    db: ReplicaDatabase,
    serialNumber: string,
    storeIds: readonly string[],
    exceptId?: string,
  ): Query<AssetRow[]> =>
  () =>
    readTwins(db, serialNumber, storeIds, exceptId);

async function readTwins(
  db: ReplicaDatabase,
  serialNumber: string,
  storeIds: readonly string[],
  exceptId?: string,
): Promise<AssetRow[]> {
  const wanted = serialNumber.trim().toLowerCase();
  if (wanted === '') return [];
  return (await readAssets(db, storeIds)).filter(
    ({ id, serialNumber: other, deletedAt }) =>
      id !== exceptId && deletedAt === undefined && other?.trim().toLowerCase() === wanted,
  );
}

export interface SameNumber {
  twins: AssetRow[];
  /** all numbers of the store, where there are twins, to find a free one */
  taken: string[];
}

/** The other assets of a store that bear the number of one of them; removed ones are left out. */
export const sameNumberOf =
  (db: ReplicaDatabase, asset: AssetRow): Query<SameNumber> =>
  () =>
    readSameNumber(db, asset);

async function readSameNumber(
  db: ReplicaDatabase,
  { id, storeId, assetNumber }: AssetRow,
): Promise<SameNumber> {
  const twins = await db.assets
    .where('[storeId+assetNumber]')
    .equals([storeId, assetNumber])
    .filter((other) => other.id !== id && other.deletedAt === undefined)
    .toArray();
  const neighbours = twins.length > 0 ? await readAssets(db, [storeId]) : [];
  return { twins, taken: neighbours.map((neighbour) => neighbour.assetNumber) };
}

interface CentralData {
  properties: AssetProperty[];
  reasons: StatusReason[];
}

/** Removed entries are kept: old logs and values still bear their names. */
async function readCentralData(db: ReplicaDatabase): Promise<CentralData> {
  const [properties, reasons] = await Promise.all([db.assetProperties.toArray(), db.statusReasons.toArray()]);
  return { properties, reasons };
}

const liveRaw = liveForAll(readCentralData);

/** To be called while a component is set up; the names follow the reader's language. */
export const liveCentralData = (db: ReplicaDatabase): LiveIn<CentralData> =>
  liveIn(liveRaw(db), useWords(), ({ properties, reasons }, locale) => ({
    properties: spokenIn(properties, locale),
    reasons: spokenIn(reasons, locale),
  }));
