/**
 * The notes that a move between databases leaves: in the source, where the data went; in the target while it is being filled, where they
 * come from.
 */
import type { CentralDatabase } from '../port/central-database';

type Database = Pick<CentralDatabase, 'transaction'>;

export const MOVED_TO = 'moved_to';
export const MOVING = 'moving_from';

/** The address to which the data went; undefined: they are here. */
export const movedTo = (database: Database): Promise<string | undefined> =>
  database.transaction(async ({ changes }) => (await changes.meta(MOVED_TO)) || undefined);

/** True if a move into this database has begun and not ended. */
export const isMoving = (database: Database): Promise<boolean> =>
  database.transaction(async ({ changes }) => ((await changes.meta(MOVING)) ?? '') !== '');
