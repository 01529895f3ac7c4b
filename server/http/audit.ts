/** Writes down what staff did. */
import type { AuditEntry } from '../store/registry/audit-port';
import type { StaffUser } from '../store/registry/staff-port';
import type { Services } from './services';

export const audit = (
  { store, now }: Services,
  staff: { user: Pick<StaffUser, 'id'> },
  action: string,
  subject: string,
  details?: AuditEntry['details'],
): Promise<void> =>
  store.registry.audit.write({
    at: new Date(now()).toISOString(),
    userId: staff.user.id,
    action,
    subject,
    ...(details && { details }),
  });
