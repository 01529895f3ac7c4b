/** Files that wait to be sent: those whose reference central has, since a reference goes first. */
import type { ReplicaDatabase } from '../database';
import type { FileCopy } from '../records';

/** Copies that may be sent now, whatever their time; copies without a reference are left out. */
export async function waitingFiles(db: ReplicaDatabase): Promise<FileCopy[]> {
  const copies = await db.fileCopies.where('state').equals('waiting').toArray();
  const named = await namedFiles(db);
  return copies.filter(({ sha256 }) => named.get(sha256) === 'at-central');
}

/** The files that wait, with or without their reference at central, as the screens show them. */
export async function unsentFiles(db: ReplicaDatabase): Promise<FileCopy[]> {
  const copies = await db.fileCopies.where('state').anyOf('waiting', 'failed').toArray();
  if (copies.length === 0) return [];
  const named = await namedFiles(db);
  return copies.filter(({ sha256 }) => named.has(sha256));
}

/** Hashes that a reference names which was not removed, and whether one such reference is at central. */
export async function namedFiles(db: ReplicaDatabase): Promise<Map<string, 'here' | 'at-central'>> {
  const owed = new Set(
    (await db.outbox.where('[entity+entityId]').between(['file', ''], ['file', '\uffff']).toArray()).map(
      ({ entityId }) => entityId,
    ),
  );
  const named = new Map<string, 'here' | 'at-central'>();
  await db.files.each(({ id, sha256, thumbnailSha256, deletedAt }) => {
    if (deletedAt !== undefined) return;
    for (const hash of [sha256, ...(thumbnailSha256 === undefined ? [] : [thumbnailSha256])]) {
      if (owed.has(id)) named.set(hash, named.get(hash) ?? 'here');
      else named.set(hash, 'at-central');
    }
  });
  return named;
}

/** A person asks: files that central did not take, and files that rest between two tries, are tried at once. */
export const tryFilesAgain = async (db: ReplicaDatabase): Promise<void> => {
  await db.fileCopies
    .where('state')
    .anyOf('failed', 'waiting')
    .modify((copy) => {
      copy.state = 'waiting';
      copy.failures = 0;
      delete copy.nextTry;
      delete copy.errorCode;
    });
};
