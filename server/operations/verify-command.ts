/** `verify`: checks that the database is whole, and that the bytes of every file match its name. Reads only, beside the running server. */
import { openFiles } from '../files/open-files';
import { reportOf, verifyFiles } from '../files/verify';
import type { Config } from '../config';
import { proveLog } from '../database/moving/to-sqlite';
import { StartError } from '../start-error';
import { checkDatabase } from './backup/snapshot';
import type { Command } from './command';
import { demandLog, openPool, readOwnDatabase } from './data-dir-in-use';

/** Ends with 1 when something is damaged. A missing file may still be on its way. */
export const verify: Command = {
  usage: 'verify',
  does: 'reads the database and every file, and says what is damaged or missing',
  run: async ({ config }) => {
    const database = await readOwnDatabase(config);
    try {
      const files = await openFiles(config);
      const verified = await verifyFiles(files, await database.rows.all('file'));
      await checkLog(config);
      const isBroken = verified.broken.length > 0;
      return {
        lines: ['The database is whole.', ...reportOf(verified)],
        data: { ok: !isBroken, ...verified },
        exitCode: isBroken ? 1 : 0,
      };
    } finally {
      await database.close();
    }
  },
};

/** In PostgreSQL every row of the log is read, and proven by the chain. */
async function checkLog(config: Config): Promise<void> {
  if (config.databaseUrl === undefined) return checkDatabase(demandLog(config));
  const pool = await openPool(config.databaseUrl);
  try {
    await proveLog(pool);
  } catch (cause) {
    throw new StartError(`${cause instanceof Error ? cause.message : 'The log cannot be read'}.`, { cause });
  } finally {
    await pool.close();
  }
}
