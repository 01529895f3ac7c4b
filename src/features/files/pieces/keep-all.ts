/** Keeps prepared files on this device, and shows those that find no room. */
import type { FileFacts } from '#shared/commands/attach-file';
import type { Issue } from '#shared/result';
import { keepFile, type PreparedFile } from '../../../replica/files/keep-file';
import type { Replica } from '../../../replica/replica';

/** Stops at the first that cannot be kept: the next would find no room either. */
export async function keepAll(
  { db }: Replica,
  files: readonly PreparedFile[],
  storeId: string,
): Promise<{ facts: FileFacts[]; issues: Issue[] }> {
  const facts: FileFacts[] = [];
  for (const file of files) {
    const kept = await keepFile(db, file, storeId, Date.now());
    if (!kept.ok) return { facts, issues: kept.issues };
    facts.push(kept.value);
  }
  return { facts, issues: [] };
}
