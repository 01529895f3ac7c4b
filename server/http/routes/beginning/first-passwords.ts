/**
 * First passwords for accounts that came from a list: made on a press, returned once to be printed, kept as hashes. Whoever comes in with
 * one can do nothing but choose their own.
 */
import * as z from 'zod';
import { firstPasswordList, type FirstPassword } from '#shared/api/user';
import { awaitsOwnPassword, firstPasswordUntil, newFirstPassword } from '../../../auth/first-password';
import { hashPassword } from '../../../auth/password';
import { audit } from '../../audit';
import { demandStaff } from '../../demand';
import { endSessionsOf } from '../../end-sessions';
import { error, id } from '../../schemas';
import type { Api, Services } from '../../services';

/** Each takes a core for a tenth of a second. */
const MOST = 50;

export function firstPasswordRoutes(app: Api, services: Services): void {
  const schema = {
    description: `New first passwords for up to ${MOST} accounts whose people never chose one of their own. Returned once; earlier ones are good no more. Accounts that are disabled, gone or have a password of their own are passed over.`,
    body: z.object({ ids: z.array(id).min(1).max(MOST) }),
    response: { 200: firstPasswordList, 403: error },
  };
  app.post('/api/users/first-passwords', { schema }, async (request, reply) => {
    const caller = await demandStaff(services, request, 'manage-users');
    const items: FirstPassword[] = [];
    try {
      for (const one of new Set(request.body.ids)) {
        const given = await give(services, one);
        if (!given) continue;
        items.push(given);
        await endSessionsOf(services, one);
        await audit(services, caller, 'user.first-password', one);
      }
    } catch (failure) {
      // what is set is answered: nobody could read it later
      if (items.length === 0) throw failure;
      request.log.error({ err: failure }, 'first passwords: not all are made');
    }
    return reply.header('cache-control', 'no-store').send({ items });
  });
}

/** Undefined for a person who meanwhile chose one of their own, was disabled or is gone. */
async function give({ database, now }: Services, userId: string): Promise<FirstPassword | undefined> {
  const { staff } = database.registry;
  const user = await staff.get(userId);
  if (!user || !awaitsOwnPassword(user)) return undefined;
  const password = newFirstPassword();
  const until = firstPasswordUntil(now());
  if (!(await staff.giveFirstPassword(userId, await hashPassword(password), until))) return undefined;
  return { id: userId, username: user.username, displayName: user.displayName, password, until };
}
