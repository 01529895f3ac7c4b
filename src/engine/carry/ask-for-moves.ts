/** Moves that people of the site asked for go to central once their equipment is there (rule W5). A call that is made twice moves once. */
import { accepted, type Result } from '#shared/result';
import type { Central } from '../../central-api/central';
import { askForMove } from '../../central-api/own-moves';
import { movesToAsk, settleMove } from '../../replica/moves/settle-move';
import type { World } from '../world';

/** Central's refusals, each with the code under which people read of it. A call that fails otherwise is made again later. */
const refusals: ReadonlyMap<string, string> = new Map([
  ['moved-meanwhile', 'moved-meanwhile'],
  ['store-left', 'store-left'],
  ['bad-request', 'unknown-asset'],
]);

/** Refuses with the code of a call that failed; the moves after it wait. */
export async function askForMoves(
  { db, now }: Pick<World, 'db' | 'now'>,
  central: Central,
): Promise<Result<undefined>> {
  for (const move of await movesToAsk(db)) {
    const answer = await askForMove(central, move);
    if (answer.ok) {
      await settleMove(db, move);
      continue;
    }
    const [{ code }] = answer.issues;
    // a central server of an earlier version: it waits for the next one
    if (code === 'not-found') return accepted(undefined);
    const known = refusals.get(code);
    if (known === undefined) return answer;
    await settleMove(db, move, { code: known, message: `The move was refused: ${code}.`, at: now() });
  }
  return accepted(undefined);
}
