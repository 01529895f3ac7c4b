/** Before the log takes the place of the former tables, the file is kept as it was, beside the new one, until staff remove it. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { sqlite } from './connection';
import { log } from './migrations/012-log';
import { versionOf } from './migrations';

export const beforeLogPath = (path: string): string => path.replace(/(\.sqlite)?$/, '-before-log.sqlite');

/** Does nothing for a file that is new or has its log already. A copy that was cut is made again. */
export async function keepBefore(path: string): Promise<void> {
  const kept = beforeLogPath(path);
  if (!existsSync(path) || existsSync(kept)) return;
  const { DatabaseSync } = await sqlite();
  const connection = new DatabaseSync(path);
  try {
    const version = versionOf(connection);
    if (version === 0 || version >= log.version) return;
    rmSync(`${kept}.part`, { force: true });
    connection.prepare('VACUUM INTO ?').run(`${kept}.part`);
    renameSync(`${kept}.part`, kept);
  } finally {
    connection.close();
  }
}
