/** The place that an operator names for backups: a folder, or a bucket written as s3://bucket/prefix. */
import { resolve, sep } from 'node:path';
import type { Config } from '../../config';
import { StartError } from '../../start-error';
import { folderTarget } from './folder-target';
import { s3Target } from './s3-target';
import type { BackupTarget } from './target';

export async function openTarget(
  place: string,
  { dataDir, filesBucket }: Pick<Config, 'dataDir' | 'filesBucket'>,
): Promise<BackupTarget> {
  if (place.startsWith('s3://')) return s3Target(place, filesBucket);
  const folder = resolve(place);
  if (folder === dataDir || folder.startsWith(dataDir + sep))
    throw new StartError(`${folder} lies in DATA_DIR: a backup belongs on another disk.`);
  return folderTarget(folder);
}
