/** The queries of the first page to the device's database. */
import { readAssets } from '../../replica/assets-of-stores';
import type { ReplicaDatabase } from '../../replica/database';
import type { AssetRow } from '../../replica/records';

/** A query for `live(...)`: the assets of the stores, removed ones left out. */
export const assetsOf = (db: ReplicaDatabase, storeIds: readonly string[]) => async (): Promise<AssetRow[]> =>
  (await readAssets(db, storeIds)).filter(({ deletedAt }) => deletedAt === undefined);
