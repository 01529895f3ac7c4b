/** Moves that an earlier version of this program, or a kill of it, left half done: each is finished at the next start (rule W2). */
import type { CentralDatabase } from '../database/port/central-database';
import { lackingOf } from '../sync/follow';
import type { SyncLog, SyncServer } from '../sync/sync-server';

interface FinishParts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'act'>;
  log: Pick<SyncLog, 'error'>;
  now: () => number;
}

/** Goes through all assets that lie in several stores. One that cannot be finished is logged, and the rest goes on. */
export async function finishMoves({ database, sync, log, now }: FinishParts): Promise<void> {
  for (const { entity, id } of await database.changes.moved()) {
    if (entity !== 'asset') continue;
    try {
      await sync.act({ by: 'central', plan: (tx) => lackingOf(tx, id, now()) });
    } catch (error) {
      log.error({ err: error, assetId: id }, 'a move is not finished yet');
    }
  }
}
