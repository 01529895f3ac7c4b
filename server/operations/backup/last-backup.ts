/**
 * The moments of the last good backup and of the last rehearsal, read by health, metrics, schedule and doctor: a small file in the data
 * directory, or, where several processes share a database, a note in that, since any of them may have taken it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { SharedNotes } from '../../database/port/notes';

const lastBackup = z.object({
  /** instants */
  time: z.iso.datetime().optional(),
  to: z.string().optional(),
  sequence: z.number().optional(),
  rehearsedAt: z.iso.datetime().optional(),
});

export type LastBackup = z.infer<typeof lastBackup>;

const pathIn = (dataDir: string): string => join(dataDir, 'last-backup.json');

/** Empty when there was none, or the file cannot be read. */
export function readLastBackup(dataDir: string): LastBackup {
  const path = pathIn(dataDir);
  if (!existsSync(path)) return {};
  try {
    return lastBackup.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}

export async function noteLastBackup(dataDir: string, news: LastBackup): Promise<void> {
  const path = pathIn(dataDir);
  await writeFile(`${path}.new`, JSON.stringify({ ...readLastBackup(dataDir), ...news }));
  await rename(`${path}.new`, path);
}

export interface LastBackups {
  /** Never rejects: while the database is out of reach, the moments that were read last. */
  read(): Promise<LastBackup>;
  /** Rejects where it cannot be written. */
  note(news: LastBackup): Promise<void>;
}

/** In `meta`; of this place: neither a backup nor a move takes it along. */
const NOTE = 'last_backup';

/** `notes`: those of all processes; none: this one is alone. */
export function lastBackups(dataDir: string, notes: SharedNotes | undefined): LastBackups {
  if (!notes)
    return {
      read: () => Promise.resolve(readLastBackup(dataDir)),
      note: (news) => noteLastBackup(dataDir, news),
    };
  // an earlier version noted it beside each process
  let known = readLastBackup(dataDir);
  return {
    read: async () => {
      const found = lastBackup.safeParse(await notes.read(NOTE).catch(() => undefined));
      if (found.success) known = found.data;
      return known;
    },
    note: (news) => notes.add(NOTE, news),
  };
}
