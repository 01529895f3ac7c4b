/** Keeps the newest backups of a place, and drops the older ones with the files that only they needed. */
import { dropUnneeded, filesOfBackup } from './kept-files';
import { isStamp, readManifest, stampsIn } from './manifest';
import { sealingOf } from './sealing';
import type { BackupTarget } from './target';

/** Returns how many backups went. `keep` is at least 1. */
export async function dropOldBackups(
  target: BackupTarget,
  keep: number,
  passphrase: string | undefined,
): Promise<number> {
  const stamps = await stampsIn(target);
  const kept = stamps.slice(-Math.max(1, keep));
  const newest = kept.at(-1) ?? '';
  // a backup that was cut short goes too, once a newer one is whole
  const old = (await target.folders()).filter(
    (name) => isStamp(name) && !kept.includes(name) && name < newest,
  );
  if (old.length === 0) return 0;
  const needed = new Set<string>();
  for (const stamp of kept) {
    const { isSealed } = await readManifest(target, stamp);
    const sealing = await sealingOf(target, isSealed, passphrase);
    for (const sha256 of (await filesOfBackup({ target, sealing, stamp })).keys()) needed.add(sha256);
  }
  for (const stamp of old) await dropBackup(target, stamp);
  await dropUnneeded(target, needed);
  return old.length;
}

/** The manifest first: a backup that is half gone must not count. */
async function dropBackup(target: BackupTarget, stamp: string): Promise<void> {
  const names = await target.list(stamp);
  const isManifest = (name: string): boolean => name.endsWith('/manifest.json');
  for (const name of [...names.filter(isManifest), ...names.filter((each) => !isManifest(each))])
    await target.remove(name);
}
