/**
 * First passwords for accounts that came from a list: made on a press, returned once to be printed, kept as hashes. Whoever comes in with
 * one can do nothing but choose their own.
 */
import * as z from 'zod';
import { firstPasswordList, type FirstPassword } from '#shared/api/user';
import { awaitsOwnPassword, firstPasswordUntil, newFirstPassword } from '../../../auth/first-password';
import { hashPassword } from '../../../auth/password';
import { ApiError } from '../../api-error';
import { audit } from '../../audit';
import { demandStaff, type StaffCaller } from '../../demand';
import { endSessionsOf } from '../../end-sessions';
import { error, id } from '../../schemas';
import type { Api, Services } from '../../services';

/** Each takes a core for a tenth of a second. */
const MOST = 50;

export function firstPasswordRoutes(app: Api, services: Services): void {
  const schema = {
    description: `New first passwords for up to ${MOST} accounts whose people never chose one of their own. Returned once; earlier ones are good no more.`,
    body: z.object({ ids: z.array(id).min(1).max(MOST) }),
    response: { 200: firstPasswordList, 403: error, 404: error },
  };
  app.post('/api/users/first-passwords', { schema }, async (request, reply) => {
    const caller = await demandStaff(services, request, 'manage-users');
    const items: FirstPassword[] = [];
    for (const one of new Set(request.body.ids)) items.push(await give(services, caller, one));
    return reply.header('cache-control', 'no-store').send({ items });
  });
}

async function give(services: Services, caller: StaffCaller, userId: string): Promise<FirstPassword> {
  const { staff } = services.database.registry;
  const user = await staff.get(userId);
  if (!user) throw new ApiError('not-found');
  // a password that somebody chose is replaced on their own page, one at a time
  if (!awaitsOwnPassword(user) || user.disabledAt !== undefined) throw new ApiError('not-allowed');
  const password = newFirstPassword();
  const until = firstPasswordUntil(services.now());
  if (!(await staff.setPassword(userId, await hashPassword(password), until)))
    throw new ApiError('not-found');
  await endSessionsOf(services, userId);
  await audit(services, caller, 'user.first-password', userId);
  return { id: userId, username: user.username, displayName: user.displayName, password, until };
}
