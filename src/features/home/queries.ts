/** What the first page reads of the device's database. */
import type { ReplicaDatabase } from '../../replica/database';
import type { AssetRow } from '../../replica/records';

/** A query for `live(...)`: the assets of the stores, removed ones left out. */
export const assetsOf = (db: ReplicaDatabase, storeIds: readonly string[]) => (): Promise<AssetRow[]> =>
  db.assets
    .where('storeId')
    .anyOf([...storeIds])
    .filter(({ deletedAt }) => deletedAt === undefined)
    .toArray();
