/** All accounts of staff, as a list of people is compared with them. */
import type { KnownUser } from '#shared/import/users/user-data';
import type { StaffBook } from '../../database/port/registry-staff';

/** `importer`: the id of the person who brings the list. */
export async function knownUsers(staff: StaffBook, importer: string): Promise<KnownUser[]> {
  return (await staff.list()).map(({ id, username, displayName, permissions, regionIds = [] }) => ({
    ...{ id, username, displayName, permissions, regionIds },
    isOwn: id === importer,
  }));
}
