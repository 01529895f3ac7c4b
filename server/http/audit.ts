/** Writes down the acts of staff. */
import type { AuditEntry } from '../database/port/registry-audit';
import type { StaffUser } from '../database/port/registry-staff';
import type { Services } from './services';

export const audit = (
  { database, now }: Services,
  staff: { user: Pick<StaffUser, 'id'> },
  action: string,
  subject: string,
  details?: AuditEntry['details'],
): Promise<void> =>
  database.registry.audit.write({
    at: new Date(now()).toISOString(),
    userId: staff.user.id,
    action,
    subject,
    ...(details && { details }),
  });
