/** Moves between the stores of the device's own site. */
import { movedAsset, refusedMove, type MovedAsset } from '#shared/api/fleet';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

/** A move as a device asks for it; `id`: of the wish, by which it is made once. */
export interface OwnMove {
  id: string;
  assetId: string;
  from: string;
  storeId: string;
  userId: string;
}

/** Central will not make it, and why. */
export interface RefusedMove {
  refused: string;
}

/**
 * Answers with what central decided. Refuses with the code of a call that brought no decision: `not-found` at a central server of an
 * earlier version, which does not know this call.
 */
export const askForMove = (
  central: Central,
  { id, assetId, from, storeId, userId }: OwnMove,
): Promise<Result<MovedAsset | RefusedMove>> =>
  call(
    central,
    { method: 'POST', path: '/api/devices/me/moves', body: { id, assetId, from, storeId, userId } },
    movedAsset,
    { named: refusedMove, verdict: ({ move }, code) => (move === id ? { refused: code } : undefined) },
  );
