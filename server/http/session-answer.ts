/** The session of a member of staff, as it is answered to the app. */
import type { Session } from '#shared/api/session';
import type { SignedIn } from '../auth/staff-sessions';
import { NO_PASSWORD, type StaffUser } from '../database/port/registry-staff';

const secondFactorOf = ({ hasSecondFactor, lacksSecondFactor }: StaffUser): 'on' | 'off' | 'needed' =>
  hasSecondFactor === true ? 'on' : lacksSecondFactor === true ? 'needed' : 'off';

const passwordOf = ({ firstPasswordUntil, passwordHash }: StaffUser): 'own' | 'first' | 'none' => {
  if (firstPasswordUntil !== undefined) return 'first';
  return passwordHash === NO_PASSWORD ? 'none' : 'own';
};

export const toSession = ({
  user: who,
  deviceId,
  clientId,
}: Pick<SignedIn, 'user' | 'deviceId' | 'clientId'>): Session => ({
  user: {
    id: who.id,
    username: who.username,
    displayName: who.displayName,
    permissions: who.permissions,
    ...(who.regionIds && { regionIds: who.regionIds }),
    secondFactor: secondFactorOf(who),
    password: passwordOf(who),
  },
  deviceId,
  clientId,
});
