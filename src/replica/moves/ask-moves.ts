/** People ask for moves between the stores of their site, and take them back as long as central has not made them. */
import { personIssue } from '#shared/domain/person-rights';
import { accepted, refused, type Result } from '#shared/result';
import type { ReplicaDatabase } from '../database';
import { storeIdsOf } from '../identity/identity';
import { newId } from '../new-id';
import { signingOf } from '../people/signing';
import type { AskedMove } from './asked-move';

interface Clock {
  now: () => number;
  newId: () => string;
}

const browser: Clock = { now: () => Date.now(), newId: () => newId() };

/**
 * Asks central to move equipment to another store of the site; works without a link. Returns the moves that
 * have to be made: a removed asset, and one that is there already, are left out; of the latter an earlier wish is taken back. Refuses with
 * `not-joined`, `store-not-here` and the issue that keeps a person from editing.
 */
export function askMoves(
  db: ReplicaDatabase,
  assetIds: readonly string[],
  storeId: string,
  clock: Clock = browser,
): Promise<Result<AskedMove[]>> {
  const tables = [db.identity, db.author, db.settings, db.assets, db.askedMoves];
  return db.transaction('rw', tables, async () => {
    const [identity, author] = await Promise.all([db.identity.get('me'), db.author.get('me')]);
    if (identity?.kind !== 'site' || !author) return refused({ code: 'not-joined' });
    const issue = personIssue((await signingOf(db)).signer, 'edit');
    if (issue) return refused(issue);
    const own = storeIdsOf(identity);
    if (!own.includes(storeId)) return refused({ code: 'store-not-here' });
    const rows = (await db.assets.bulkGet([...assetIds])).filter((row) => row !== undefined);
    const here = rows.filter((row) => row.deletedAt === undefined && own.includes(row.storeId));
    const moves = here
      .filter((row) => row.storeId !== storeId)
      .map((row): AskedMove => ({
        ...{ assetId: row.id, id: clock.newId(), from: row.storeId, storeId },
        ...{ userId: author.userId, at: clock.now() },
      }));
    await db.askedMoves.bulkDelete(here.map((row) => row.id));
    await db.askedMoves.bulkPut(moves);
    return accepted(moves);
  });
}

/** Forgets moves that wait. Central still makes one that is on its way already; then a move back undoes it. */
export const takeBackMoves = (db: ReplicaDatabase, assetIds: readonly string[]): Promise<void> =>
  db.askedMoves.bulkDelete([...assetIds]);

/** The move of an asset that central has not made yet. For `live(...)`. */
export const askedMoveOf = (db: ReplicaDatabase, assetId: string): Promise<AskedMove | undefined> =>
  db.askedMoves.get(assetId);

/** All that wait, in no order. */
export const askedMoves = (db: ReplicaDatabase): Promise<AskedMove[]> => db.askedMoves.toArray();
