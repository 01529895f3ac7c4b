/** Takes the bytes of files into this device's storage, making room where that is needed, before anything refers to them. */
import { accepted, refused, type Issue, type Result } from '#shared/result';
import type { FileFacts } from '#shared/commands/attach-file';
import type { ReplicaDatabase } from '../database';
import type { FileCopy } from '../records';
import { storageIssue } from '../storage-issue';
import { freeUp } from './free-up';
import { browserEstimate, noteNoRoom, readRoom, type Estimate } from './room';

/** A file as it will be kept and sent: shrunk, hashed, with its thumbnail. */
export interface PreparedFile extends FileFacts {
  bytes: ArrayBuffer;
  thumbnail?: { sha256: string; mimeType: string; bytes: ArrayBuffer };
  /** true for the camera's own file, of which there is a shrunk picture beside it */
  isOriginal?: boolean;
}

/** Room that is always left for records. */
const RESERVED = 10 * 1024 * 1024;

/** Refuses with `storage-full` when the device has no room, even after freeing copies of files that central has. */
export async function keepFile(
  db: ReplicaDatabase,
  file: PreparedFile,
  storeId: string,
  now: number,
  estimate: Estimate = browserEstimate,
): Promise<Result<FileFacts>> {
  if (!(await hasRoom(db, file.bytes.byteLength, estimate))) return refused({ code: 'storage-full' });
  const issue = await keepAnyhow(db, file, storeId, now);
  return issue ? refused(issue) : accepted(factsOf(file));
}

/** Some browsers say that there is room and then have none: only the try shows it. */
async function keepAnyhow(
  db: ReplicaDatabase,
  file: PreparedFile,
  storeId: string,
  now: number,
): Promise<Issue | undefined> {
  let issue = await keepParts(db, file, storeId, now);
  if (issue?.code !== 'storage-full') return issue;
  for (const wanted of [file.bytes.byteLength * 2, Infinity]) {
    if ((await freeUp(db, wanted).catch(() => 0)) > 0) issue = await keepParts(db, file, storeId, now);
    if (!issue) break;
  }
  await noteNoRoom(db);
  return issue;
}

async function keepParts(
  db: ReplicaDatabase,
  file: PreparedFile,
  storeId: string,
  now: number,
): Promise<Issue | undefined> {
  try {
    await db.transaction('rw', [db.fileCopies, db.fileBytes], async () => {
      for (const part of partsOf(file)) await keep(db, part, storeId, now);
    });
    return undefined;
  } catch (error) {
    const issue = storageIssue(error);
    if (issue) return issue;
    throw error;
  }
}

function factsOf(file: PreparedFile): FileFacts {
  const { fileName, mimeType, totalBytes, sha256, placeholder, thumbnail } = file;
  return {
    ...{ fileName, mimeType, totalBytes, sha256 },
    ...(placeholder !== undefined && { placeholder }),
    ...(thumbnail && { thumbnailSha256: thumbnail.sha256 }),
  };
}

interface Part extends Pick<FileCopy, 'sha256' | 'fileName' | 'mimeType' | 'isThumbnail' | 'isOriginal'> {
  bytes: ArrayBuffer;
}

const partsOf = ({ sha256, fileName, mimeType, bytes, thumbnail, isOriginal }: PreparedFile): Part[] => [
  { sha256, fileName, mimeType, bytes, isThumbnail: false, ...(isOriginal && { isOriginal }) },
  ...(thumbnail ? [{ ...thumbnail, fileName, isThumbnail: true }] : []),
];

/** The same content again costs nothing; one that failed is tried again. */
async function keep(
  db: ReplicaDatabase,
  { bytes, ...part }: Part,
  storeId: string,
  now: number,
): Promise<void> {
  const known = await db.fileCopies.get(part.sha256);
  if (known && known.state !== 'failed') return;
  const times = { addedAt: now, openedAt: now };
  await db.fileBytes.put({ sha256: part.sha256, bytes });
  await db.fileCopies.put({
    ...part,
    ...times,
    storeId,
    size: bytes.byteLength,
    state: 'waiting',
    sent: 0,
    failures: 0,
  });
}

async function hasRoom(db: ReplicaDatabase, bytes: number, estimate: Estimate): Promise<boolean> {
  const { free } = await readRoom(estimate);
  if (free === undefined) return true;
  const missing = bytes * 2 + RESERVED - free;
  return missing <= 0 || (await freeUp(db, missing)) >= missing;
}
