/** Sites, their stores and devices, as support staff keep them. */
import * as z from 'zod/mini';
import type { Result } from '#shared/result';
import { call, type Central } from './central';
import { storeName } from './join';

const siteDevice = z.object({
  /** the version of central data that it has, and how many changes it lacks */
  centralDataVersion: z.optional(z.number()),
  behind: z.optional(z.object({ centralData: z.number(), equipment: z.number() })),
  id: z.string(),
  name: z.string(),
  joinedAt: z.optional(z.nullable(z.string())),
  lastContact: z.optional(z.nullable(z.string())),
  appVersion: z.optional(z.nullable(z.string())),
  revokedAt: z.optional(z.nullable(z.string())),
});

export const site = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  stores: z.array(storeName),
  devices: z.optional(z.array(siteDevice)),
  lastContact: z.optional(z.nullable(z.string())),
});
export type Site = z.infer<typeof site>;
export type SiteDevice = z.infer<typeof siteDevice>;

export interface NewSite {
  code: string;
  name: string;
  stores: { id?: string; code: string; name: string }[];
}

const page = z.object({
  items: z.array(site),
  nextCursor: z.optional(z.nullable(z.string())),
  total: z.optional(z.number()),
});
const joinCode = z.object({ code: z.string(), expiresAt: z.string(), url: z.string() });
export type JoinCode = z.infer<typeof joinCode>;

export interface SitesQuery {
  q?: string;
  sort?: 'code' | 'lastContact';
  limit?: number;
  cursor?: string;
}

export const listSites = (central: Central, query: SitesQuery = {}): Promise<Result<z.infer<typeof page>>> =>
  call(central, { path: '/api/sites', query: { ...query } }, page);

export const getSite = (central: Central, id: string): Promise<Result<Site>> =>
  call(central, { path: `/api/sites/${encodeURIComponent(id)}` }, site);

export const createSite = (central: Central, body: NewSite): Promise<Result<Site>> =>
  call(central, { method: 'POST', path: '/api/sites', body }, site);

export const editSite = (
  central: Central,
  id: string,
  body: { name?: string; addStores?: NewSite['stores'] },
): Promise<Result<Site>> =>
  call(central, { method: 'PATCH', path: `/api/sites/${encodeURIComponent(id)}`, body }, site);

const moved = z.object({ store: storeName, from: site, to: site });
export type MovedStore = z.infer<typeof moved>;

/** Makes a store active on another site. */
export const moveStore = (central: Central, storeId: string, siteId: string): Promise<Result<MovedStore>> =>
  call(
    central,
    { method: 'POST', path: `/api/stores/${encodeURIComponent(storeId)}/move`, body: { siteId } },
    moved,
  );

export const createJoinCode = (central: Central, siteId: string): Promise<Result<JoinCode>> =>
  call(
    central,
    { method: 'POST', path: `/api/sites/${encodeURIComponent(siteId)}/join-codes`, body: {} },
    joinCode,
  );

export const revokeDevice = (central: Central, deviceId: string): Promise<Result<unknown>> =>
  call(central, { method: 'DELETE', path: `/api/devices/${encodeURIComponent(deviceId)}` }, z.unknown());
