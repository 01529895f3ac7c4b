/** `rebuild`: makes the rows again from the log. Where a server runs it does so itself, and goes on serving meanwhile. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config';
import { holdDataDir, type DataDir } from '../data-dir';
import { openBesideServer, openSqliteDatabase } from '../database/sqlite/open-database';
import { askForRebuild, isRebuilt } from '../rows/asked-rebuild';
import { StartError } from '../start-error';
import type { Command, Outcome } from './command';
import { demandLog, readDatabase, readOwnDatabase } from './data-dir-in-use';

/** The interval at which the end of the server's work is looked for, milliseconds. */
const LOOK_EVERY = 200;
/** The longest time for making the rows, milliseconds. */
const PATIENCE_MS = 24 * 60 * 60 * 1000;

export const rebuild: Command = {
  usage: 'rebuild',
  does: 'makes the rows again from the log, while the server runs',
  run: async ({ config }) => {
    if (config.databaseUrl !== undefined) return askServers(config);
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

/** Each process has rows of its own, and makes them again when it is asked. */
async function askServers(config: Config): Promise<Outcome> {
  const database = await readOwnDatabase(config);
  try {
    const token = randomBytes(16).toString('hex');
    await askForRebuild(database, token);
    const end = Date.now() + NOBODY_MS;
    while (!(await isRebuilt(database, token))) {
      if (Date.now() > end && (await database.others?.isAlone()) === true)
        throw new StartError('No central server uses this database: each makes its rows when it starts.');
      await sleep(LOOK_EVERY);
    }
    return outcome(await database.changes.lastSeq());
  } finally {
    await database.close();
  }
}

/** A server looks every second. */
const NOBODY_MS = 5000;

const outcome = (changes: number): Outcome => ({
  lines: [`The rows were made again from ${changes} changes.`],
  data: { ok: true, changes },
});
