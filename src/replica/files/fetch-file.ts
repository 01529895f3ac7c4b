/** The bytes of a file: from this device, else from central, whose copy is then kept until the room is needed. */
import { hexOf } from '#shared/hex';
import { accepted, refused, type Result } from '#shared/result';
import { Arriving, getFile } from '../../central-api/files';
import type { Central } from '../../central-api/central';
import type { ReplicaDatabase } from '../database';
import type { FileCopy } from '../records';

export interface WantedFile extends Pick<
  FileCopy,
  'sha256' | 'storeId' | 'fileName' | 'mimeType' | 'isThumbnail'
> {
  now: number;
}

/** Refuses with `offline`, `file-not-at-central` or the server's code. */
export async function openFile(
  db: ReplicaDatabase,
  central: Central,
  wanted: WantedFile,
  arriving = new Arriving(),
  onprogress?: (bytes: number) => void,
): Promise<Result<ArrayBuffer>> {
  const here = await db.fileBytes.get(wanted.sha256);
  if (here) {
    await db.fileCopies.update(wanted.sha256, { openedAt: wanted.now });
    return accepted(here.bytes);
  }
  const fetched = await getFile(central, wanted.sha256, arriving, onprogress);
  if (!fetched.ok) return fetched;
  arriving.clear();
  if ((await sha256Of(fetched.value)) !== wanted.sha256) return refused({ code: 'file-hash-differs' });
  await keepCopy(db, wanted, fetched.value);
  return fetched;
}

/** A device that is full still shows what it fetched. */
async function keepCopy(
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
