/** Writes down what staff did. */
import type { AuditEntry } from '../store/registry-port';
import type { StaffCaller } from './demand';
import type { Services } from './services';

export const audit = (
  { store, now }: Services,
  staff: StaffCaller,
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
