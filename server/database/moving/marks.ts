/** What a move between databases leaves in them: in the one that was left, where it went; in the one that is being filled, from where. */
import type { CentralDatabase } from '../port/central-database';

type Database = Pick<CentralDatabase, 'transaction'>;

export const MOVED_TO = 'moved_to';
export const MOVING = 'moving_from';

/** Where the data went; undefined: they are here. */
export const movedTo = (database: Database): Promise<string | undefined> =>
  database.transaction(async ({ changes }) => (await changes.meta(MOVED_TO)) || undefined);

/** Whether a move into this database has begun and not ended. */
export const isMoving = (database: Database): Promise<boolean> =>
  database.transaction(async ({ changes }) => ((await changes.meta(MOVING)) ?? '') !== '');
