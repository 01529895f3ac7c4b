/** The record of the acts of staff. */
import { actPage, type ActPage } from '#shared/api/audit';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export interface AuditQuery {
  userId?: string;
  kind?: string;
  /** instants */
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
}

export const listActs = (central: Central, query: AuditQuery = {}): Promise<Result<ActPage>> =>
  call(central, { path: '/api/audit', query: { ...query } }, actPage);
