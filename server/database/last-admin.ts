/** Somebody must always be left who may manage users: there is no other way back in. */
import type { StaffUser, UserChange } from './port/registry-staff';

const RIGHT = 'manage-users';

const isAdmin = ({ permissions, disabledAt }: Pick<StaffUser, 'permissions' | 'disabledAt'>): boolean =>
  permissions.includes(RIGHT) && disabledAt === undefined;

/** True when nobody else may manage users, and `user` would no longer. */
export function isLastAdmin(all: readonly StaffUser[], user: StaffUser, change: UserChange): boolean {
  if (!isAdmin(user)) return false;
  const disabledAt = change.disabledAt ?? undefined;
  const staysOne = isAdmin({
    permissions: change.permissions ?? user.permissions,
    ...(disabledAt !== undefined && { disabledAt }),
  });
  return !staysOne && !all.some((other) => other.id !== user.id && isAdmin(other));
}
