/** The bytes of a file that are on this device, and those that were fetched and are kept until the room is needed. */
import { hexOf } from '#shared/hex';
import type { ReplicaDatabase } from '../database';
import type { FileCopy } from '../records';

export interface WantedFile extends Pick<
  FileCopy,
  'sha256' | 'storeId' | 'fileName' | 'mimeType' | 'isThumbnail'
> {
  now: number;
}

/** Undefined where the bytes are not on this device. */
export async function bytesHere(
  db: ReplicaDatabase,
  { sha256, now }: Pick<WantedFile, 'sha256' | 'now'>,
): Promise<ArrayBuffer | undefined> {
  const here = await db.fileBytes.get(sha256);
  if (here) await db.fileCopies.update(sha256, { openedAt: now });
  return here?.bytes;
}

/** A device that is full still shows a file that it fetched. */
export async function keepCopy(
  db: ReplicaDatabase,
  { now, ...about }: WantedFile,
  bytes: ArrayBuffer,
): Promise<void> {
  const size = bytes.byteLength;
  const copy: FileCopy = {
    ...about,
    ...{ size, sent: size, state: 'central', addedAt: now, openedAt: now, failures: 0 },
  };
  await db
    .transaction('rw', [db.fileCopies, db.fileBytes], async () => {
      await db.fileBytes.put({ sha256: about.sha256, bytes });
      await db.fileCopies.put(copy);
    })
    .catch(() => undefined);
}

export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return hexOf(new Uint8Array(digest));
}
