/**
 * The members of the programme: sites with their stores, the devices that joined them, join codes, staff with their sessions, and a record
 * of the acts of staff. One contract suite (registry-contract.ts) runs on every implementation. Secrets come in hashed.
 */
import type { AuditBook } from './registry-audit';
import type { ContentBook } from './registry-contents';
import type { DeviceBook } from './registry-devices';
import type { JoinCodeBook } from './registry-join-codes';
import type { SecondFactorBook } from './registry-second-factors';
import type { SiteBook } from './registry-sites';
import type { StaffBook } from './registry-staff';
import type { ViewBook } from './registry-views';

export interface Registry {
  sites: SiteBook;
  devices: DeviceBook;
  joinCodes: JoinCodeBook;
  staff: StaffBook;
  secondFactors: SecondFactorBook;
  views: ViewBook;
  audit: AuditBook;
  contents: ContentBook;
}
