/** Checks that the data can be written, that there is room, and that nobody else can read them. */
import { access, constants, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config';
import { LOG } from '../data-files';
import { isRestoreCut } from '../restoring';
import type { Finding } from './finding';

const FEW_BYTES = 1024 * 1024 * 1024;

/** With PostgreSQL too: files, uploads, imports and the copy of the log lie there. */
export async function lookAtDisk({ dataDir }: Pick<Config, 'dataDir'>): Promise<Finding[]> {
  const mayWrite = await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!mayWrite) return [{ about: 'rights', state: 'bad', line: `This user may not write in ${dataDir}.` }];
  return [
    await lookAtRoom(dataDir),
    await lookAtRights(dataDir),
    ...(isRestoreCut(dataDir)
      ? [{ about: 'restore', state: 'bad' as const, line: 'One was cut short: run restore again.' }]
      : []),
  ];
}

async function lookAtRoom(dataDir: string): Promise<Finding> {
  const { bavail, bsize, blocks } = await statfs(dataDir);
  const free = bavail * bsize;
  const percent = Math.round((100 * bavail) / Math.max(1, blocks));
  const log = await stat(join(dataDir, LOG)).catch(() => undefined);
  const needed = Math.max(FEW_BYTES, 2 * (log?.size ?? 0));
  return {
    about: 'disk',
    state: free < FEW_BYTES / 4 ? 'bad' : free < needed ? 'warning' : 'good',
    line: `${Math.floor(free / 1e6)} MB are left, ${percent} % of it.`,
  };
}

const isForAll = async (path: string, bits: number): Promise<boolean> =>
  ((await stat(path)).mode & bits) === bits;

async function lookAtRights(dataDir: string): Promise<Finding> {
  const about = 'rights';
  const log = join(dataDir, LOG);
  const isLogOpen = await isForAll(log, 0o004).catch(() => true);
  return isLogOpen && (await isForAll(dataDir, 0o005))
    ? {
        about,
        state: 'warning',
        line: `Every user of this machine may read the data: chmod 700 ${dataDir}.`,
      }
    : { about, state: 'good', line: 'The data can be written, and by this user alone.' };
}
