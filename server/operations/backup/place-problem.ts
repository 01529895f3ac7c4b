/** The look at the place of the schedule's backups, as it is now: at the start, and by `doctor`. A server starts without it: the disk may be mounted later. */
import { access, constants } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../../config';
import { openTarget } from './open-target';
import { isBucket } from './place';

/** The reason why no backup can be taken there; undefined where one can, or none is to be. */
export async function placeProblem({
  backupTo,
  ...config
}: Pick<Config, 'backupTo' | 'dataDir' | 'filesBucket'>): Promise<string | undefined> {
  if (backupTo === undefined) return undefined;
  try {
    await openTarget(backupTo, config);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const folder = resolve(backupTo);
  const mayWrite = isBucket(backupTo) || (await isWritable(folder));
  return mayWrite ? undefined : `The folder ${folder} for backups cannot be written.`;
}

const isWritable = (folder: string): Promise<boolean> =>
  access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
