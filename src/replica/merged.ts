/** Records of one piece on this device (rules T1 to T3): the assets that a merge joins, and the owners of their logs and files. */
import { idsUnder, joinedWith } from '#shared/domain/merged';
import type { ReplicaDatabase } from './database';
import type { AssetRow } from './records';

/** Every record that says that it is merged. There are few, so they are read at once. */
export const sayingMerges = (db: ReplicaDatabase): Promise<AssetRow[]> =>
  db.assets.where('mergedInto').above('').toArray();

/** The assets that merges join with these; `saying`: the records that say merges, now or before. */
export function joinedOf(
  db: ReplicaDatabase,
  ids: Iterable<string>,
  saying: readonly AssetRow[],
): Promise<Map<string, AssetRow>> {
  return joinedWith(ids, {
    get: (id) => db.assets.get(id),
    saidOf: (id) => Promise.resolve(saying.filter(({ mergedInto }) => mergedInto === id)),
  });
}

/** The ids of the records whose logs and files belong to an asset: its own first. */
export async function recordsUnder(db: ReplicaDatabase, id: string): Promise<string[]> {
  const saying = await sayingMerges(db);
  return saying.length === 0 ? [id] : idsUnder(id, await joinedOf(db, [id], saying));
}
