/** The moments of the last good backup and of the last rehearsal: a small file in the data directory, read by health and metrics. */
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

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
