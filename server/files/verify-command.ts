/** `main verify`: hashes every file again and says what is damaged or missing. Works beside a running server. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config';
import { say } from '../log';
import { StartError } from '../start-error';
import { openSqliteDatabase } from '../database/sqlite/open-database';
import { openFiles } from './open-files';
import { reportOf, verifyFiles } from './verify';

/** Answers the exit code: 1 when a file is damaged. What is missing may still be on its way. */
export async function verifyCommand(config: Pick<Config, 'dataDir' | 'filesBucket'>): Promise<number> {
  const { dataDir } = config;
  const path = join(dataDir, 'waypost.sqlite');
  if (!existsSync(path))
    throw new StartError(`There is no central server's data in ${dataDir}. Set DATA_DIR.`);
  const files = await openFiles(config);
  const database = await openSqliteDatabase({ path });
  try {
    const verified = await verifyFiles(files, await database.rows.all('file'));
    say(reportOf(verified).join('\n'));
    return verified.broken.length > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}
