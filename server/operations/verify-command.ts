/** `verify`: checks that the database is whole, and that the bytes of every file match its name. Reads only, beside the running server. */
import { existsSync } from 'node:fs';
import { rowsPathOf } from '../database/sqlite/rows/open-rows';
import { openFiles } from '../files/open-files';
import { reportOf, verifyFiles } from '../files/verify';
import type { Config } from '../config';
import { proveLog } from '../database/moving/to-sqlite';
import { spoiltParts, type SpoiltPart } from '../database/sqlite/prove-log';
import { StartError } from '../start-error';
import { checkDatabase } from './backup/snapshot';
import type { Command } from './command';
import { closedAfter, demandLog, openPool, readDatabase, readOwnDatabase } from './data-dir-in-use';

/** Ends with 1 when something is damaged. A missing file may still be on its way. */
export const verify: Command = {
  usage: 'verify',
  does: 'reads the database and every file, and says what is damaged or missing',
  run: async ({ config }) => {
    await checkRows(config);
    const database = await readOwnDatabase(config);
    try {
      const files = await openFiles(config);
      const verified = await verifyFiles(files, await database.rows.all('file'));
      const spoilt = await checkLog(config);
      const isBroken = verified.broken.length > 0 || spoilt.length > 0;
      return {
        lines: [
          ...(spoilt.length > 0 ? spoilt.map(lineOf) : ['The database is whole.']),
          ...reportOf(verified),
        ],
        data: { ok: !isBroken, spoilt, ...verified },
        exitCode: isBroken ? 1 : 0,
      };
    } finally {
      await database.close();
    }
  },
};

/** They are made from the log, and are read here as they lie beside it. */
async function checkRows(config: Config): Promise<void> {
  if (config.databaseUrl !== undefined) return;
  const path = rowsPathOf(demandLog(config));
  if (!existsSync(path)) return;
  await checkDatabase(path).catch((cause: unknown) => {
    throw new StartError(
      'The rows are damaged: run rebuild, which makes them again from the log, and verify again.',
      {
        cause,
      },
    );
  });
}

const lineOf = ({ document, client, from, to }: SpoiltPart): string =>
  `The disk has spoilt one of the changes ${from} to ${to - 1} of client ${client} in ${document}. If it cannot be read at all, devices that have it bring it back once a new device lacks it; else restore a backup.`;

/** Every change is read, and proven by the chain. */
async function checkLog(config: Config): Promise<SpoiltPart[]> {
  if (config.databaseUrl === undefined) {
    const path = demandLog(config);
    await checkDatabase(path);
    const database = await readDatabase(path);
    return closedAfter(database, () => spoiltParts(database.file.read((sql) => sql)));
  }
  const pool = await openPool(config.databaseUrl);
  try {
    await proveLog(pool);
    return [];
  } catch (cause) {
    throw new StartError(`${cause instanceof Error ? cause.message : 'The log cannot be read'}.`, { cause });
  } finally {
    await pool.close();
  }
}
