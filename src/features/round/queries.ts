/** What a round reads of the device's database. */
import { readAssets } from '../../replica/assets-of-stores';
import type { ReplicaDatabase } from '../../replica/database';
import type { AssetRow } from '../../replica/records';

export const assetsHere = (db: ReplicaDatabase, storeIds: readonly string[]) => (): Promise<AssetRow[]> =>
  readAssets(db, storeIds);
