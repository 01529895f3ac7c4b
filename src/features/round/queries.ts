/** The queries of a round to the device's database. */
import { readAssets } from '../../replica/assets-of-stores';
import type { ReplicaDatabase } from '../../replica/database';
import type { Round } from '#shared/domain/round';
import type { AssetRow } from '../../replica/records';

export const assetsHere = (db: ReplicaDatabase, storeIds: readonly string[]) => (): Promise<AssetRow[]> =>
  readAssets(db, storeIds);

/** The records of rounds in these stores, the latest first. */
export const roundsHere = (db: ReplicaDatabase, storeIds: readonly string[]) => async (): Promise<Round[]> =>
  latestFirst(await db.rounds.where('storeId').anyOf(storeIds).toArray());

/** These records; those that have not been folded yet are left out. */
export const recordsOf = (db: ReplicaDatabase, ids: readonly string[]) => async (): Promise<Round[]> =>
  (await db.rounds.bulkGet([...ids])).filter((row) => row !== undefined);

const latestFirst = (rounds: readonly Round[]): Round[] =>
  [...rounds].sort((a, b) => (a.finishedAt < b.finishedAt ? 1 : -1));
