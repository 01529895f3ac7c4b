/** Sessions that ended elsewhere (by age, by silence, by a command on this machine) lose their open sockets too. */
import type { StaffBook } from '../database/port/registry-staff';
import type { SyncServer } from '../sync/sync-server';
import type { StaffSessions } from './staff-sessions';

export async function closeEnded(
  sync: Pick<SyncServer, 'openSessions' | 'closeSession'>,
  staff: Pick<StaffBook, 'sessionById'>,
  { isAlive }: Pick<StaffSessions, 'isAlive'>,
): Promise<void> {
  for (const id of sync.openSessions()) {
    const session = await staff.sessionById(id);
    if (!session || !isAlive(session)) sync.closeSession(id);
  }
}
