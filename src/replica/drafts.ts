/** Texts that people have begun to type, kept on this device until they are saved or given up. Each person sees their own. */
import type { DraftKey, ReplicaDatabase } from './database';
import type { PreparedFile } from './files/keep-file';
import type { DraftRecord } from './draft-records';

export type DraftName = Pick<DraftRecord, 'form' | 'record'>;

export interface KeptDraft {
  draft: DraftRecord;
  files: PreparedFile[];
}

/** The person who types on this device now: the one who signs, the device itself, a member of staff, or '' before joining. */
export const typist = async (db: ReplicaDatabase): Promise<string> =>
  (await db.identity.get('me')) ? ((await db.author.get('me'))?.userId ?? '') : '';

const tables = (db: ReplicaDatabase) => [db.identity, db.author, db.drafts, db.draftFiles];
const keyOf = (userId: string, { form, record }: DraftName): DraftKey => [userId, form, record];

export function readDraft(db: ReplicaDatabase, name: DraftName): Promise<KeptDraft | undefined> {
  return db.transaction('r', tables(db), async () => {
    const key = keyOf(await typist(db), name);
    const draft = await db.drafts.get(key);
    if (!draft) return undefined;
    const files = await filesOf(db, key).toArray();
    return { draft, files: files.map(({ file }) => file) };
  });
}

/** The drafts of the person at the device now, the newest first. */
export async function draftsHere(db: ReplicaDatabase): Promise<DraftRecord[]> {
  const drafts = await db.drafts
    .where('userId')
    .equals(await typist(db))
    .toArray();
  return drafts.sort((a, b) => b.begunAt - a.begunAt);
}

/**
 * Keeps the content of a form, with the photos that were not kept before. `from`: the person who typed it until now. A person
 * who chooses their name in the middle takes along the text on the screen. Rejects where not all of it could be kept: its words may be.
 */
export async function keepDraft(
  db: ReplicaDatabase,
  draft: Omit<DraftRecord, 'userId'>,
  files: readonly PreparedFile[],
  from: string | undefined,
): Promise<string> {
  try {
    return await keep(db, draft, files, from);
  } catch (error) {
    // a device that has no room for a photo has room for words
    if (files.length > 0) await keep(db, draft, files, from, true);
    throw error;
  }
}

/** `isFull`: photos that are kept stay as they are, and others find no room. */
function keep(
  db: ReplicaDatabase,
  draft: Omit<DraftRecord, 'userId'>,
  files: readonly PreparedFile[],
  from: string | undefined,
  isFull = false,
): Promise<string> {
  return db.transaction('rw', tables(db), async () => {
    const userId = await typist(db);
    if (from !== undefined && from !== userId && !isFull) await remove(db, keyOf(from, draft));
    const key = keyOf(userId, draft);
    await db.drafts.put({ ...draft, userId });
    const { form, record } = draft;
    const wanted = new Map(files.map((file) => [file.sha256, file]));
    const kept = new Set((await filesOf(db, key).primaryKeys()).map(([, , , sha256]) => sha256));
    for (const sha256 of kept) if (!wanted.has(sha256)) await db.draftFiles.delete([...key, sha256]);
    for (const [sha256, file] of wanted)
      if (!kept.has(sha256) && !isFull) await db.draftFiles.put({ userId, form, record, sha256, file });
    return userId;
  });
}

/** It is saved, or given up. Where none is kept nothing is written: a write waits for the storage, and somebody for that. */
export async function endDraft(db: ReplicaDatabase, name: DraftName, userId?: string): Promise<void> {
  const key = keyOf(userId ?? (await typist(db)), name);
  if ((await db.drafts.get(key)) === undefined) return;
  await db.transaction('rw', tables(db), async () => remove(db, key));
}

async function remove(db: ReplicaDatabase, key: DraftKey): Promise<void> {
  await db.drafts.delete(key);
  await filesOf(db, key).delete();
}

const filesOf = (db: ReplicaDatabase, key: DraftKey) =>
  db.draftFiles.where('[userId+form+record]').equals(key);
