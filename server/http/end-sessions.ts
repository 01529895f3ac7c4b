/** Ends sessions of staff: the cookie is worth nothing from then on, and open sockets close at once. */
import type { Services } from './services';

export async function endSessions(
  { database, sync }: Pick<Services, 'database' | 'sync'>,
  ids: readonly string[],
): Promise<void> {
  await database.registry.staff.endSessions(ids);
  for (const id of ids) sync.closeSession(id);
}

/** All sessions of a user, but for the one in which this is asked. */
export async function endSessionsOf(
  services: Pick<Services, 'database' | 'sync'>,
  userId: string,
  but?: string,
): Promise<number> {
  const open = await services.database.registry.staff.sessionsOf(userId);
  const ids = open.map(({ id }) => id).filter((id) => id !== but);
  await endSessions(services, ids);
  return ids.length;
}
