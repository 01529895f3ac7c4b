/** Moves that people of the site asked for go to central once their equipment is there (rule W5). A call that is made twice moves once. */
import { accepted, type Result } from '#shared/result';
import type { Central } from '../../central-api/central';
import { askForMove, type RefusedMove } from '../../central-api/own-moves';
import { movesToAsk, settleMove } from '../../replica/moves/settle-move';
import type { World } from '../world';

/** Central's refusals that people read of under another code. */
const shownAs: ReadonlyMap<string, string> = new Map([['bad-request', 'unknown-asset']]);

/** Refuses with the code of a call that brought no decision; the moves after it wait. */
export async function askForMoves(
  { db, now }: Pick<World, 'db' | 'now'>,
  central: Central,
): Promise<Result<undefined>> {
  for (const move of await movesToAsk(db)) {
    const answer = await askForMove(central, move);
    // a central server of an earlier version: it waits for the next one
    if (!answer.ok) return answer.issues[0].code === 'not-found' ? accepted(undefined) : answer;
    await settleMove(db, move, 'refused' in answer.value ? { ...shown(answer.value), at: now() } : undefined);
  }
  return accepted(undefined);
}

const shown = ({ refused }: RefusedMove): { code: string; message: string } => ({
  code: shownAs.get(refused) ?? refused,
  message: `The move was refused: ${refused}.`,
});
