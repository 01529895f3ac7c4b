/** `rebuild`: makes the rows again from the log. Where a server runs it does so itself, and goes on serving meanwhile. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { holdDataDir, type DataDir } from '../data-dir';
import { openBesideServer, openSqliteDatabase } from '../database/sqlite/open-database';
import { askForRebuild, isRebuilt } from '../rows/asked-rebuild';
import { StartError } from '../start-error';
import type { Command, Outcome } from './command';
import { demandLog, readDatabase } from './data-dir-in-use';

/** How often it is looked whether the server is done, milliseconds. */
const LOOK_EVERY = 200;
/** How long rows may take to be made, milliseconds. */
const PATIENCE_MS = 24 * 60 * 60 * 1000;

export const rebuild: Command = {
  usage: 'rebuild',
  does: 'makes the rows again from the log, while the server runs',
  run: async ({ config }) => {
    const path = demandLog(config);
    await (await readDatabase(path)).close();
    const held = await holdDataDir(config.dataDir).catch((error: unknown) => {
      if (error instanceof StartError) return undefined;
      throw error;
    });
    return held ? rebuildHere(path, held) : askServer(path);
  },
};

async function rebuildHere(path: string, held: DataDir): Promise<Outcome> {
  const database = await openSqliteDatabase({ path });
  try {
    await database.following.rebuild();
    await database.following.reached(undefined, PATIENCE_MS);
    return outcome(await database.changes.lastSeq());
  } finally {
    await database.close();
    held.release();
  }
}

async function askServer(path: string): Promise<Outcome> {
  const database = await openBesideServer({ path });
  try {
    const token = randomBytes(16).toString('hex');
    await askForRebuild(database, token);
    while (!(await isRebuilt(database, token))) await sleep(LOOK_EVERY);
    return outcome(await database.changes.lastSeq());
  } finally {
    await database.close();
  }
}

const outcome = (changes: number): Outcome => ({
  lines: [`The rows were made again from ${changes} changes.`],
  data: { ok: true, changes },
});
