/** What nobody refers to is cleaned away after a week: uploads that were given up, and files whose reference never came. */
import type { FileStore } from './file-store';
import type { Uploads } from './uploads';

export const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

export interface FileKeeping {
  files: FileStore;
  uploads: Uploads;
  /** whether any record here, of whatever store, names the content */
  isNamed: (sha256: string) => Promise<boolean>;
  /** milliseconds, UTC */
  now: () => number;
}

/** Answers how many uploads and files went. */
export async function cleanFiles({
  files,
  uploads,
  isNamed,
  now,
}: FileKeeping): Promise<{ uploads: number; files: number }> {
  const since = now() - KEPT_MS;
  const gone = { uploads: 0, files: 0 };
  for (const id of await uploads.list()) {
    if ((await uploads.touchedAt(id)) >= since) continue;
    await uploads.drop(id);
    gone.uploads += 1;
  }
  for await (const { sha256, broughtAt } of files.list()) {
    if (broughtAt >= since || (await isNamed(sha256))) continue;
    await files.remove(sha256);
    gone.files += 1;
  }
  return gone;
}
