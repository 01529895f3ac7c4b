/** `reset-password USER`: a new password for somebody who is locked out, printed once. Works beside a running server of the same version. */
import { randomBytes } from 'node:crypto';
import { hashPassword } from '../auth/password';
import { StartError } from '../start-error';
import type { CentralDatabase } from '../database/port/central-database';
import { openBesideServer } from '../database/sqlite/open-database';
import type { Command, Outcome } from './command';
import { closedAfter, demandLog, openPgRegistry, readDatabase } from './data-dir-in-use';

/** The person who runs programs on the server's machine: no member of staff. */
const OPERATOR = 'operator';

export const resetPassword: Command = {
  usage: 'reset-password USER',
  does: 'gives a user a new password, prints it once, and takes a second factor away',
  run: async ({ config, words: [username], now }) => {
    if (username === undefined) throw new StartError('Say whose password: reset-password <user name>.');
    const at = new Date(now()).toISOString();
    if (config.databaseUrl !== undefined) {
      const shared = await openPgRegistry(config.databaseUrl);
      return closedAfter(shared, () => resetIn(shared, username, at));
    }
    const path = demandLog(config);
    // a database of another version is left as it is: opening it to write would bring it up to date under a running server
    await (await readDatabase(path)).close();
    const database = await openBesideServer({ path });
    try {
      return await resetIn(database, username, at);
    } finally {
      await database.close();
    }
  },
};

/** Rejects with StartError when there is no such user. */
async function resetIn(
  { registry }: Pick<CentralDatabase, 'registry'>,
  username: string,
  at: string,
): Promise<Outcome> {
  const { staff, audit, secondFactors } = registry;
  const user = await staff.byName(username);
  if (!user) {
    const names = (await staff.list()).map((one) => one.username);
    throw new StartError(`There is no user ${username}. There is: ${names.join(', ') || 'nobody yet'}.`);
  }
  const password = randomBytes(12).toString('base64url');
  await staff.setPassword(user.id, await hashPassword(password));
  const hadFactor = await secondFactors.remove(user.id);
  const sessions = await staff.sessionsOf(user.id);
  await staff.endSessions(sessions.map(({ id }) => id));
  await audit.write({ at, userId: OPERATOR, action: 'user.password-reset', subject: user.id });
  const isWithout = hadFactor ? '\nThe second factor is gone; it can be set up anew.' : '';
  const isOut = user.disabledAt === undefined ? '' : '\nThis user is disabled, and stays so.';
  return {
    lines: [
      `${user.username} signs in with the password ${password} (shown only now). ${sessions.length} sessions ended.${isWithout}${isOut}`,
    ],
    data: {
      ok: true,
      username: user.username,
      password,
      endedSessions: sessions.length,
      secondFactorRemoved: hadFactor,
    },
  };
}
