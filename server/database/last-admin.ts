/** Somebody must always be left who may manage the users of the whole country: there is no other way back in. */
import type { StaffUser, UserChange } from './port/registry-staff';

const RIGHT = 'manage-users';

type Standing = Pick<StaffUser, 'permissions' | 'regionIds' | 'disabledAt' | 'firstPasswordUntil'>;

/** Whoever never came in with a password of their own may never do so. */
const isAdmin = ({ permissions, regionIds = [], disabledAt, firstPasswordUntil }: Standing): boolean =>
  permissions.includes(RIGHT) &&
  regionIds.length === 0 &&
  disabledAt === undefined &&
  firstPasswordUntil === undefined;

/** True when nobody else may manage users, and `user` would no longer. */
export function isLastAdmin(all: readonly StaffUser[], user: StaffUser, change: UserChange): boolean {
  if (!isAdmin(user)) return false;
  const disabledAt = change.disabledAt ?? undefined;
  const staysOne = isAdmin({
    permissions: change.permissions ?? user.permissions,
    regionIds: change.regionIds ?? user.regionIds ?? [],
    ...(disabledAt !== undefined && { disabledAt }),
  });
  return !staysOne && !all.some((other) => other.id !== user.id && isAdmin(other));
}
