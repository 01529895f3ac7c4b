/**
 * Who takes part: sites with their stores, the devices that joined them, join codes, staff with their sessions, and a
 * record of what staff did. One contract suite (registry-contract.ts) runs on every implementation. Secrets come in hashed.
 */
import type { AuditBook } from './registry/audit-port';
import type { DeviceBook } from './registry/device-port';
import type { JoinCodeBook } from './registry/join-code-port';
import type { SiteBook } from './registry/site-port';
import type { StaffBook } from './registry/staff-port';

export interface Registry {
  sites: SiteBook;
  devices: DeviceBook;
  joinCodes: JoinCodeBook;
  staff: StaffBook;
  audit: AuditBook;
}
