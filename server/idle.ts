/** The end of all work that follows from what came: of sockets and sites, and of the words of central behind it. */
import type { Services } from './http/services';
import type { CarryOver } from './reference-data/carry-over/carry-over';

interface Working extends Pick<Services, 'database' | 'sync' | 'restores' | 'revocations' | 'v6'> {
  carryOver: Pick<CarryOver, 'idle'>;
  /** moves that a stop had cut, while they are finished */
  moves: Promise<unknown>;
}

/** Resolves when nothing that was stored leads to anything more: each kind of work may bring about another. */
export async function untilIdle({ database: { changes }, moves, ...parts }: Working): Promise<void> {
  const { sync, restores, revocations, carryOver, v6 } = parts;
  let last: number | undefined;
  for (let now = await changes.lastSeq(); now !== last; now = await changes.lastSeq()) {
    last = now;
    await moves;
    await sync.idle();
    await restores.idle();
    await revocations.idle();
    await carryOver.idle();
    await v6?.idle();
  }
}
