/**
 * What nobody refers to is cleaned away after a week: uploads that were given up, and files whose reference never came. Files that
 * people removed go with the end of the programme's audit time, where it has one.
 */
import type { FileStore } from './file-store';
import type { Uploads } from './uploads';

export const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

export interface FileKeeping {
  files: FileStore;
  uploads: Uploads;
  /** whether any record here, of whatever store, holds the content; removed ones only if there was news of them since that instant */
  isHeld: (sha256: string, since?: string) => Promise<boolean>;
  /** how long removed files are kept, milliseconds; undefined: for ever */
  auditMs: () => Promise<number | undefined>;
  /** milliseconds, UTC */
  now: () => number;
}

export interface Cleaned {
  uploads: number;
  /** that nobody refers to */
  files: number;
  /** that were removed longer ago than the audit time */
  removed: number;
}

/** Answers how many went. */
export async function cleanFiles({ files, uploads, isHeld, auditMs, now }: FileKeeping): Promise<Cleaned> {
  const since = now() - KEPT_MS;
  const audit = await auditMs();
  const auditSince = audit === undefined ? undefined : new Date(now() - audit).toISOString();
  const gone = { uploads: 0, files: 0, removed: 0 };
  for (const id of await uploads.list()) {
    if ((await uploads.touchedAt(id)) >= since) continue;
    await uploads.drop(id);
    gone.uploads += 1;
  }
  for await (const { sha256, broughtAt } of files.list()) {
    if (broughtAt >= since || (await isHeld(sha256, auditSince))) continue;
    const isRemoved = auditSince !== undefined && (await isHeld(sha256));
    await files.remove(sha256);
    gone[isRemoved ? 'removed' : 'files'] += 1;
  }
  return gone;
}
