/** The duties of every implementation of the database for sites that speak V6. */
import { beforeEach, describe } from 'vitest';
import type { CentralDatabase } from '../../../server/database/port/central-database';
import { basesContract } from './bases';
import { begunContract } from './begun';
import { contentsContract } from './contents';
import { cursorsContract } from './cursors';
import { inboxContract } from './inbox';
import { logContract } from './log';
import { olderContract } from './older';
import { peopleContract } from './people';
import { pushesContract } from './pushes';
import { Scene } from './scene';
import { sitesContract } from './sites';

export function v6Contract(name: string, open: () => Promise<CentralDatabase>): void {
  describe(`V6 in ${name}`, () => {
    let scene: Scene;

    beforeEach(async () => {
      const database = await open();
      scene = await Scene.set(database);
      return () => database.close();
    });

    for (const contract of [
      sitesContract,
      inboxContract,
      begunContract,
      basesContract,
      logContract,
      cursorsContract,
      contentsContract,
      peopleContract,
      pushesContract,
      olderContract,
    ])
      contract(() => scene);
  });
}
