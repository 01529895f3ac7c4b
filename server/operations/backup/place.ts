/** The place of backups as an operator names it: a folder, or a bucket written as s3://bucket/prefix. */
import { resolve, sep } from 'node:path';

export const isBucket = (place: string): boolean => place.startsWith('s3://');

/** The bucket and the prefix in it; undefined where it is not written so. */
export function readBucket(place: string): { bucket: string; path: string } | undefined {
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(place) ?? [];
  return bucket === undefined ? undefined : { bucket, path };
}

/** What can be told to be wrong without a look at the place: a disk may be mounted later. */
export function wrongPlace(place: string, dataDir: string): string | undefined {
  if (isBucket(place)) return readBucket(place) ? undefined : 'is not of the form s3://bucket/prefix';
  const folder = resolve(place);
  const isInside = folder === dataDir || folder.startsWith(dataDir + sep);
  return isInside ? 'lies in DATA_DIR: a backup belongs on another disk' : undefined;
}
