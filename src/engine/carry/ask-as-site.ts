/** What a device asks of central once it has exchanged everything: moves within its site, and its signed token. */
import type { Result } from '#shared/result';
import type { Central } from '../../central-api/central';
import { askForMoves } from './ask-for-moves';
import { takeSignedToken } from './signed-token';
import type { World } from '../world';

/** Refuses with the code of a call for a move that failed. */
export async function askAsSite(
  world: Pick<World, 'db' | 'now'>,
  central: Central,
): Promise<Result<undefined>> {
  const asked = await askForMoves(world, central);
  if (asked.ok) await takeSignedToken(world.db, central);
  return asked;
}
