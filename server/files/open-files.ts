/** The place of the bytes of files, by the settings: a folder of the data directory, or a bucket. */
import { join } from 'node:path';
import type { Config } from '../config';
import { StartError } from '../start-error';
import { arrivalsIn } from './arrival';
import { diskFiles } from './disk-files';
import type { FileStore } from './file-store';
import { openS3Files } from './s3-files';

/** Rejects with StartError when the bucket cannot be used. */
export async function openFiles({
  dataDir,
  filesBucket,
}: Pick<Config, 'dataDir' | 'filesBucket'>): Promise<FileStore> {
  const folder = filesFolder(dataDir);
  if (!filesBucket) return diskFiles(folder);
  return openS3Files(filesBucket, arrivalsIn(folder)).catch((cause: unknown) => {
    const why =
      cause instanceof Error ? `${cause.name}: ${cause.message}`.replace(/\s+/g, ' ') : 'unknown error';
    throw new StartError(
      `FILES_S3_BUCKET ${filesBucket.bucket} cannot be used (${why.replace(/\.$/, '')}).`,
      {
        cause,
      },
    );
  });
}

/** The folder for files on their way to the store, of any kind of store. */
export const filesFolder = (dataDir: string): string => join(dataDir, 'files');
