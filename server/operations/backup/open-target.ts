/** Opens the place that an operator names for backups. */
import { resolve } from 'node:path';
import type { Config } from '../../config';
import { StartError } from '../../start-error';
import { folderTarget } from './folder-target';
import { isBucket, wrongPlace } from './place';
import { s3Target } from './s3-target';
import type { BackupTarget } from './target';

export async function openTarget(
  place: string,
  { dataDir, filesBucket }: Pick<Config, 'dataDir' | 'filesBucket'>,
): Promise<BackupTarget> {
  const wrong = wrongPlace(place, dataDir);
  if (wrong !== undefined) throw new StartError(`${isBucket(place) ? place : resolve(place)} ${wrong}.`);
  return isBucket(place) ? s3Target(place, filesBucket) : folderTarget(resolve(place));
}
