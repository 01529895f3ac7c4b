/** What a round reads of the device's database. */
import type { ReplicaDatabase } from '../../replica/database';
import type { AssetRow } from '../../replica/records';

export const assetsHere = (db: ReplicaDatabase, storeIds: readonly string[]) => (): Promise<AssetRow[]> =>
  db.assets
    .where('storeId')
    .anyOf([...storeIds])
    .toArray();
