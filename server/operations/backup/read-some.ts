/**
 * Photos and documents of a backup, read and hashed as a restore does it. All of a country's would take hours, so some are chosen by chance:
 * over the weeks nearly all are, and the time for all follows from theirs.
 */
import { measured } from './bytes-of';
import { readKept } from './kept-files';
import type { FoundBackup } from './read-backup';

const MOST_FILES = 500;
const MOST_BYTES = 256 * 1024 * 1024;

export interface ReadSome {
  read: number;
  /** hashes of those that are not what their name says, or cannot be read */
  damaged: string[];
  /** milliseconds that all of them would take */
  msForAll: number;
}

/** `wanted`: all files of the backup, with their sizes. `now`: milliseconds; `random`: 0 to 1. */
export async function readSome(
  found: FoundBackup,
  wanted: ReadonlyMap<string, number>,
  { now, random = Math.random }: { now: () => number; random?: () => number },
): Promise<ReadSome> {
  const damaged: string[] = [];
  const began = now();
  let [read, bytes] = [0, 0];
  for (const [sha256, size] of byChance([...wanted], random)) {
    if (read >= MOST_FILES || bytes >= MOST_BYTES) break;
    if (!(await isWhole(found, sha256))) damaged.push(sha256);
    read += 1;
    bytes += size;
  }
  const all = [...wanted.values()].reduce((sum, size) => sum + size, 0);
  // small files cost by their number, large ones by their bytes
  const share = Math.max(wanted.size / Math.max(1, read), all / Math.max(1, bytes));
  return { read, damaged, msForAll: Math.round((now() - began) * share) };
}

async function isWhole(found: FoundBackup, sha256: string): Promise<boolean> {
  try {
    const { stream, measure } = measured(await readKept(found, sha256));
    for await (const piece of stream) void piece;
    return measure().sha256 === sha256;
  } catch {
    return false;
  }
}

/** In an order of chance (Fisher and Yates). */
function byChance<T>(all: T[], random: () => number): T[] {
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [one, two] = [all[at] as T, all[other] as T]; // both lie within
    all[at] = two;
    all[other] = one;
  }
  return all;
}
