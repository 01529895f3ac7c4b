/**
 * Files that nobody refers to are cleaned away after a week: uploads that were given up, and files whose reference never came, these by way
 * of the trash. Files that people removed go with the end of the programme's audit time, where it has one. After a restore no file goes for
 * a month, nor before every device was heard: the record that names it may still come back from one.
 */
import type { FileStore } from './file-store';
import type { Uploads } from './uploads';

const DAY = 24 * 60 * 60 * 1000;
export const KEPT_MS = 7 * DAY;
/** The time for which files stay in the trash, and stay untouched after a restore. */
const TRASH_MS = 30 * DAY;

export interface FileKeeping {
  files: FileStore;
  uploads: Uploads;
  /** true if any record here, of any store, holds the content; removed ones only if there was news of them since that instant */
  isHeld: (sha256: string, since?: string) => Promise<boolean>;
  /** the time for which removed files are kept, milliseconds; undefined: for ever */
  auditMs: () => Promise<number | undefined>;
  /** the moment at which a restore of the database was last noticed, milliseconds */
  restoredAt: () => Promise<number | undefined>;
  /** devices that are known, were not shut out, and were not heard since that moment (milliseconds) */
  devicesOut: (since: number) => Promise<number>;
  /** milliseconds, UTC */
  now: () => number;
}

export interface Cleaned {
  uploads: number;
  /** files that nobody refers to, into the trash */
  files: number;
  /** from the trash, for good */
  trashed: number;
  /** files that were removed longer ago than the audit time */
  removed: number;
}

/** Returns the numbers of those that went. */
export async function cleanFiles(keeping: FileKeeping): Promise<Cleaned> {
  const gone = { uploads: await cleanUploads(keeping), files: 0, trashed: 0, removed: 0 };
  const restoredAt = await keeping.restoredAt();
  if (restoredAt !== undefined && (await mayComeBack(keeping, restoredAt))) return gone;
  // the trash first: even if the clock of the disk is wrong, nothing goes for good in the round that found it
  await emptyTrash(keeping, gone);
  await cleanStore(keeping, gone);
  return gone;
}

/** Nothing goes before every device could give back its files: one that is lost for good is waited for until staff shut it out. */
const mayComeBack = async ({ now, devicesOut }: FileKeeping, restoredAt: number): Promise<boolean> =>
  now() - restoredAt < TRASH_MS || (await devicesOut(restoredAt)) > 0;

async function cleanUploads({ uploads, now }: FileKeeping): Promise<number> {
  let gone = 0;
  for (const id of await uploads.list()) {
    if ((await uploads.touchedAt(id)) >= now() - KEPT_MS) continue;
    await uploads.drop(id);
    gone += 1;
  }
  return gone;
}

async function cleanStore({ files, isHeld, auditMs, now }: FileKeeping, gone: Cleaned): Promise<void> {
  const audit = await auditMs();
  const auditSince = audit === undefined ? undefined : new Date(now() - audit).toISOString();
  for await (const { sha256, broughtAt } of files.list()) {
    if (broughtAt >= now() - KEPT_MS || (await isHeld(sha256, auditSince))) continue;
    const isRemoved = auditSince !== undefined && (await isHeld(sha256));
    if (isRemoved) await files.remove(sha256);
    else await files.discard(sha256);
    gone[isRemoved ? 'removed' : 'files'] += 1;
  }
}

async function emptyTrash({ files, isHeld, now }: FileKeeping, gone: Cleaned): Promise<void> {
  for await (const { sha256, broughtAt } of files.discarded()) {
    if (await isHeld(sha256)) {
      // a record names it again: the next reader takes it out
      await files.has(sha256);
    } else if (broughtAt < now() - TRASH_MS) {
      await files.remove(sha256);
      gone.trashed += 1;
    }
  }
}
