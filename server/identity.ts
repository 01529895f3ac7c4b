/** The identity of this central server: made once, remembered by every device that joins. */
import { newId } from './new-id';
import type { CentralDatabase } from './database/port/central-database';

export interface Identity {
  centralId: string;
  /** the programme's name, as people at the sites read it */
  name: string;
}

const DEFAULT_NAME = 'Waypost';

/** Reads the identity from the store; makes it at the first start. */
export const ensureIdentity = (database: CentralDatabase, now: number): Promise<Identity> =>
  database.transaction(async ({ changes }) => {
    const known = await changes.meta('central_id');
    const centralId = known ?? newId(now);
    const name = (await changes.meta('name')) ?? DEFAULT_NAME;
    if (known === undefined) {
      await changes.setMeta('central_id', centralId);
      await changes.setMeta('name', name);
    }
    return { centralId, name };
  });
