/** `upgrade --back`: returns to the database as it was before the last upgrade, as long as nothing newer was accepted since. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { holdDataDir } from '../data-dir';
import { MOVED_TO } from '../database/moving/marks';
import { StartError } from '../start-error';
import { stampOf } from './backup/manifest';
import { checkDatabase } from './backup/snapshot';
import { acceptedIn, isSame } from './backup/accepted';
import { metaOf, readBeforeUpgrade } from './before-upgrade';
import type { Command, Given, Outcome } from './command';
import { databaseNamesIn, LOG } from './data-files';
import { demandLog } from './data-dir-in-use';
import { syncFile } from '../files/folders';
import { swap, unpackedIn } from './restoring';
import { goBackInPostgres, MOVED } from './upgrade/back-in-postgres';

export const upgrade: Command = {
  usage: 'upgrade --back',
  does: 'returns to the database as it was before the last upgrade; with the server stopped',
  run: async (given) => {
    if (!given.back)
      throw new StartError('An upgrade happens when a newer version is started. To return: upgrade --back.');
    const { databaseUrl } = given.config;
    if (databaseUrl !== undefined) return goBackInPostgres(given, databaseUrl);
    demandLog(given.config);
    const held = await holdDataDir(given.config.dataDir);
    try {
      return await goBack(given);
    } finally {
      held.release();
    }
  },
};

async function goBack({ config, now }: Given): Promise<Outcome> {
  const { dataDir } = config;
  const before = readBeforeUpgrade(dataDir);
  if (!before) throw new StartError(`There is no database from before an upgrade in ${dataDir}.`);
  if (await metaOf(join(dataDir, LOG), MOVED_TO)) throw new StartError(MOVED);
  if (!isSame(before.accepted, await acceptedIn(join(dataDir, LOG))))
    throw new StartError(
      'The server has accepted something since the upgrade, which going back would lose. Restore a backup instead, if it must be.',
    );
  await checkDatabase(before.path);
  const folder = unpackedIn(dataDir);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await copyFile(before.path, join(folder, LOG));
  await syncFile(join(folder, LOG));
  const setAside = (await swap(dataDir, stampOf(now()), await databaseNamesIn(dataDir))) ?? '';
  return {
    lines: [
      `The database is again as version ${before.program} left it. Start that version.`,
      `What the newer one made of it is in ${join(dataDir, setAside)}.`,
    ],
    data: { ok: true, program: before.program, databaseVersion: before.databaseVersion, setAside },
  };
}
