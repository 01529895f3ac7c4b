/** The end of a move that a person asked for: central has made it, or refused it. */
import type { ReplicaDatabase } from '../database';
import type { AskedMove } from './asked-move';

/** Moves that can be asked for now, the oldest first: an asset that was added here has to reach central before it can be moved. */
export async function movesToAsk(db: ReplicaDatabase): Promise<AskedMove[]> {
  const asked = await db.askedMoves.toArray();
  const unsent = new Set(
    (await db.outbox.toArray()).flatMap(({ entity, entityId }) => (entity === 'asset' ? [entityId] : [])),
  );
  return asked.filter(({ assetId }) => !unsent.has(assetId)).sort((one, other) => one.at - other.at);
}

/** Central has made it, or will not (`refusal`): it waits no more, unless another was asked for meanwhile. */
export const settleMove = (
  db: ReplicaDatabase,
  { id, assetId, storeId }: AskedMove,
  refusal?: { code: string; message: string; at: number },
): Promise<void> =>
  db.transaction('rw', [db.askedMoves, db.problems], async () => {
    const standing = await db.askedMoves.get(assetId);
    if (standing?.id !== id) {
      // a second thought goes on from where central has put it meanwhile
      if (standing && !refusal) await db.askedMoves.update(assetId, { from: storeId });
      return;
    }
    await db.askedMoves.delete(assetId);
    if (refusal) await db.problems.add({ ...refusal, entity: 'asset', entityId: assetId });
  });
