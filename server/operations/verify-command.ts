/** `verify`: whether the database is whole, and every file is what its name says. Reads only, beside the running server. */
import { openFiles } from '../files/open-files';
import { reportOf, verifyFiles } from '../files/verify';
import { checkDatabase } from './backup/snapshot';
import type { Command } from './command';
import { demandLog, readDatabase } from './data-dir-in-use';

/** Ends with 1 when something is damaged. What is missing may still be on its way. */
export const verify: Command = {
  usage: 'verify',
  does: 'reads the database and every file, and says what is damaged or missing',
  run: async ({ config }) => {
    const path = demandLog(config);
    const database = await readDatabase(path);
    try {
      const files = await openFiles(config);
      const verified = await verifyFiles(files, await database.rows.all('file'));
      await checkDatabase(path);
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
