/** `restore FROM`: puts a backup in the place of the data in DATA_DIR, which are set aside. The server must be stopped. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { holdDataDir } from '../data-dir';
import { StartError } from '../start-error';
import { stampOf } from './backup/manifest';
import { findBackup, unpack } from './backup/read-backup';
import type { Command, Given, Outcome } from './command';
import { demandSqlite } from './data-dir-in-use';
import { LOG } from './data-files';
import { keepShutOut, shutOutIn } from './restored/shut-out-before';
import { restoreFiles } from './restore-files';
import { noteRestoreIn } from './twin';
import { finishSwap, isRestoreCut, swap, unpackedIn } from './restoring';

export const restore: Command = {
  usage: 'restore FROM',
  does: 'puts a backup in the place of what DATA_DIR holds, which is set aside; with the server stopped',
  run: async (given) => {
    const [from] = given.words;
    demandSqlite(
      given.config,
      'A backup is restored into SQLite: run restore without DATABASE_URL, with an empty DATA_DIR, then move-database postgresql into an empty database.',
    );
    if (from === undefined) throw new StartError('Say where from: restore FROM, as it was given to backup.');
    const found = await findBackup(from, given.config, given.passphrase);
    const { dataDir } = given.config;
    const held = await holdDataDir(dataDir);
    try {
      if (isRestoreCut(dataDir)) await finishSwap(dataDir);
      return await putInPlace(found, given);
    } finally {
      held.release();
    }
  },
};

async function putInPlace(found: Awaited<ReturnType<typeof findBackup>>, given: Given): Promise<Outcome> {
  const { config, now } = given;
  const { dataDir } = config;
  const began = now();
  const folder = unpackedIn(dataDir);
  await rm(folder, { recursive: true, force: true });
  await unpack(found, folder);
  await noteRestoreIn(join(folder, LOG), began);
  const { files, missing } = await restoreFiles(found, config, join(folder, 'files'));
  await keepShutOut(folder, await shutOutIn(dataDir));
  const setAside = await swap(dataDir, stampOf(began));
  const { stamp, manifest } = found;
  const ms = now() - began;
  return {
    lines: [
      `Restored the backup of ${manifest.time} (${manifest.sequence} changes, ${files} files) into ${dataDir} in ${ms} ms.`,
      ...(setAside === undefined ? [] : [`What was there is in ${join(dataDir, setAside)}.`]),
      ...(missing.length > 0 ? [`${missing.length} files could not be read from the backup.`] : []),
      'Start the server. What devices were told is stored, and the backup lacks, comes back from them.',
    ],
    data: { ok: true, stamp, time: manifest.time, sequence: manifest.sequence, files, missing, setAside, ms },
  };
}
