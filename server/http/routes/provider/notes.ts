/** What is written down of people who come by the sign-in provider. */
import type { SignedIn } from '../../../auth/staff-sessions';
import type { StaffUser } from '../../../database/port/registry-staff';
import { audit } from '../../audit';
import type { Services } from '../../services';

/** A full disk must not keep people out. */
export const noteProviderSignIn = (services: Services, { user }: SignedIn, address: string): Promise<void> =>
  audit(services, { user }, 'session.sign-in', user.id, { address, by: 'provider' }).catch(() => undefined);

/** From now on the account is that person's, whatever the provider calls them. */
export const noteBinding = (services: Services, user: StaffUser): Promise<void> =>
  audit(services, { user }, 'user.provider-bound', user.id).catch(() => undefined);

/** `userId`: of an account that is not let in. Who came without one is not kept. */
export const noteStranger = (services: Services, address: string, userId = ''): Promise<void> =>
  audit(services, { user: { id: '' } }, 'session.sign-in-failed', userId, { address, by: 'provider' }).catch(
    () => undefined,
  );
