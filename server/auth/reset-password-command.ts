/** `main reset-password <user name>`: a new password for somebody who is locked out, printed once. Works beside a running server. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config';
import { say } from '../log';
import { StartError } from '../start-error';
import type { CentralDatabase } from '../database/port/central-database';
import { openSqliteDatabase } from '../database/sqlite/open-database';
import { hashPassword } from './password';

/** Whoever may run programs on the server's machine: no member of staff. */
const OPERATOR = 'operator';

export async function resetPasswordCommand(
  { dataDir }: Pick<Config, 'dataDir'>,
  username: string | undefined,
): Promise<void> {
  if (username === undefined) throw new StartError('Say whose password: reset-password <user name>.');
  const path = join(dataDir, 'waypost.sqlite');
  if (!existsSync(path))
    throw new StartError(`There is no central server's data in ${dataDir}. Set DATA_DIR.`);
  const database = await openSqliteDatabase({ path });
  try {
    say(await resetPassword(database, username, new Date().toISOString()));
  } finally {
    await database.close();
  }
}

/** Answers what to print. Rejects with StartError when there is no such user. */
async function resetPassword({ registry }: CentralDatabase, username: string, at: string): Promise<string> {
  const { staff, audit } = registry;
  const user = await staff.byName(username);
  if (!user) {
    const names = (await staff.list()).map((one) => one.username);
    throw new StartError(`There is no user ${username}. There is: ${names.join(', ') || 'nobody yet'}.`);
  }
  const password = randomBytes(12).toString('base64url');
  await staff.setPassword(user.id, await hashPassword(password));
  const sessions = await staff.sessionsOf(user.id);
  await staff.endSessions(sessions.map(({ id }) => id));
  await audit.write({ at, userId: OPERATOR, action: 'user.password-reset', subject: user.id });
  const isOut = user.disabledAt === undefined ? '' : '\nThis user is disabled, and stays so.';
  return `${user.username} signs in with the password ${password} (shown only now). ${sessions.length} sessions ended.${isOut}`;
}
