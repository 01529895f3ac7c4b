/** `restore FROM`: puts a backup in the place of the data in DATA_DIR, which are set aside. The server must be stopped. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { counted } from '../counted';
import { holdDataDir } from '../data-dir';
import { noteMoveToCome } from '../database/moving/move-to-come';
import { StartError } from '../start-error';
import { stampOf } from './backup/manifest';
import { findBackup, unpack } from './backup/read-backup';
import type { Command, Given, Outcome } from './command';
import type { Config } from '../config';
import { LOG } from './data-files';
import { keepShutOut, shutOutIn, shutOutOn } from './restored/shut-out-before';
import { restoreFiles } from './restore-files';
import { noteRestoreIn } from './twin';
import { finishSwap, isRestoreCut, swap, unpackedIn } from './restoring';

export const restore: Command = {
  usage: 'restore FROM',
  does: 'puts a backup in the place of what DATA_DIR holds, which is set aside; with the server stopped',
  run: async (given) => {
    const [from] = given.words;
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
  // a server that is still there is heard of before hours are spent on unpacking
  const former = await formerOf(config);
  const folder = unpackedIn(dataDir);
  await rm(folder, { recursive: true, force: true });
  await unpack(found, folder);
  await noteRestoreIn(join(folder, LOG), began);
  if (config.databaseUrl !== undefined)
    await noteMoveToCome(join(folder, LOG), new Date(began).toISOString());
  const { files, missing } = await restoreFiles(found, config, join(folder, 'files'));
  await keepShutOut(join(folder, LOG), [...(await shutOutIn(dataDir)), ...former.shutOut]);
  const setAside = await swap(dataDir, stampOf(began));
  const { stamp, manifest } = found;
  const ms = now() - began;
  return {
    lines: [
      `Restored the backup of ${manifest.time} (${counted(manifest.sequence, 'change')}, ${counted(files, 'file')}) into ${dataDir} in ${ms} ms.`,
      ...(setAside === undefined ? [] : [`What was there is in ${join(dataDir, setAside)}.`]),
      ...(missing.length > 0
        ? [`${counted(missing.length, 'file')} could not be read from the backup.`]
        : []),
      ...former.lines,
      'Start the server. What devices were told is stored, and the backup lacks, comes back from them.',
    ],
    data: { ok: true, stamp, time: manifest.time, sequence: manifest.sequence, files, missing, setAside, ms },
  };
}

/**
 * With PostgreSQL a backup is restored into SQLite as well, and moved from there into an empty database. The one that DATABASE_URL names is
 * the former one: its list of devices that were shut out is read, and nothing in it is touched.
 */
async function formerOf({ databaseUrl }: Pick<Config, 'databaseUrl'>): Promise<{
  shutOut: Awaited<ReturnType<typeof shutOutIn>>;
  lines: string[];
}> {
  if (databaseUrl === undefined) return { shutOut: [], lines: [] };
  const shutOut = await shutOutOn(databaseUrl);
  const read = shutOut
    ? `Devices that were shut out in the PostgreSQL database of DATABASE_URL and stay out: ${shutOut.length}. Nothing in it was altered.`
    : 'The PostgreSQL database of DATABASE_URL cannot be read: devices that were shut out since the backup are let in until one comes that knows of it.';
  return {
    shutOut: shutOut ?? [],
    lines: [read, 'Now set DATABASE_URL to an empty database, and run move-database postgresql.'],
  };
}
