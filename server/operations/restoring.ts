/**
 * Puts a folder that was unpacked beside the data in their place. Everything that is here is set aside first, in a folder of its own, and
 * nothing is deleted. A journal records the progress: cut short, it is finished by the next restore, and no server starts before.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { syncFile, syncFolder } from '../files/folders';
import { BACKING_UP, BEFORE_UPGRADE, BEFORE_UPGRADE_PG, LOCK, RESTORING, SET_ASIDE } from './data-files';

const journal = z.object({
  setAside: z.string(),
  phase: z.enum(['aside', 'in']),
  /** the names that are set aside; absent: all data */
  names: z.array(z.string()).optional(),
});
type Journal = z.infer<typeof journal>;

/** The folder into which the new data are unpacked, before anything of the old is touched. */
export const unpackedIn = (dataDir: string): string => join(dataDir, '.restoring');

const journalIn = (dataDir: string): string => join(dataDir, RESTORING);

export function isRestoreCut(dataDir: string): boolean {
  return existsSync(journalIn(dataDir));
}

/**
 * Changes places: all data, or these `names` of it, are set aside. `at` names the folder for them; returns its name, or undefined
 * when nothing was here.
 */
export async function swap(
  dataDir: string,
  at: string,
  names?: readonly string[],
): Promise<string | undefined> {
  const setAside = `${SET_ASIDE}${at}`;
  await write(dataDir, { setAside, phase: 'aside', ...(names && { names: [...names] }) });
  await finishSwap(dataDir);
  return existsSync(join(dataDir, setAside)) ? setAside : undefined;
}

/** Goes on with a swap that was cut short. */
export async function finishSwap(dataDir: string): Promise<void> {
  const state = journal.parse(JSON.parse(readFileSync(journalIn(dataDir), 'utf8')));
  if (state.phase === 'aside') {
    const which = state.names ? (name: string) => state.names?.includes(name) === true : isData;
    await moveAll(dataDir, join(dataDir, state.setAside), which);
    await write(dataDir, { ...state, phase: 'in' });
  }
  await moveAll(unpackedIn(dataDir), dataDir, () => true);
  await rm(unpackedIn(dataDir), { recursive: true, force: true });
  await rm(journalIn(dataDir));
  await syncFolder(dataDir);
}

const isData = (name: string): boolean =>
  !name.startsWith(LOCK) &&
  !name.startsWith(SET_ASIDE) &&
  !name.startsWith(RESTORING) &&
  ![BEFORE_UPGRADE, BEFORE_UPGRADE_PG, '.restoring', BACKING_UP, 'lost+found'].includes(name);

async function moveAll(from: string, to: string, which: (name: string) => boolean): Promise<void> {
  const names = (await readdir(from).catch(() => [])).filter(which);
  if (names.length === 0) return;
  await mkdir(to, { recursive: true });
  for (const name of names) await rename(join(from, name), join(to, name));
  await syncFolder(to);
  await syncFolder(from);
}

async function write(dataDir: string, state: Journal): Promise<void> {
  const path = journalIn(dataDir);
  await writeFile(`${path}.new`, JSON.stringify(state));
  await syncFile(`${path}.new`);
  await rename(`${path}.new`, path);
  await syncFolder(dataDir);
}
