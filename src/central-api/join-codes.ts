/** The codes with which devices join: one, one for each of many sites, and those that are open. */
import {
  joinCode,
  joinSheets,
  openJoinCodes,
  type JoinCode,
  type JoinSheets,
  type OpenJoinCodes,
} from '#shared/api/join-codes';
import { nothing } from '#shared/api/nothing';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

/** For how many whole days (1 to 90), and for how many devices (1 to 20). */
export interface CodeReach {
  days: number;
  devices: number;
}

export const createJoinCode = (
  central: Central,
  siteId: string,
  reach: CodeReach = { days: 1, devices: 1 },
): Promise<Result<JoinCode>> =>
  call(
    central,
    { method: 'POST', path: `/api/sites/${encodeURIComponent(siteId)}/join-codes`, body: reach },
    joinCode,
  );

/** `language`: in which the people of these sites read; absent: as it was. */
export const createJoinSheets = (
  central: Central,
  body: CodeReach & { siteIds: readonly string[]; language?: string },
): Promise<Result<JoinSheets>> =>
  call(central, { method: 'POST', path: '/api/join-codes', body }, joinSheets);

export const listJoinCodes = (
  central: Central,
  query: { siteId?: string; limit?: number; cursor?: string } = {},
): Promise<Result<OpenJoinCodes>> =>
  call(central, { path: '/api/join-codes', query: { ...query } }, openJoinCodes);

export const withdrawJoinCode = (central: Central, id: string): Promise<Result<unknown>> =>
  call(central, { method: 'DELETE', path: `/api/join-codes/${encodeURIComponent(id)}` }, nothing);
