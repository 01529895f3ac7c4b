/** Sites, their stores and devices, as support staff keep them. */
import { nothing } from '#shared/api/nothing';
import {
  keptSite,
  movedStore,
  siteCounts,
  site,
  sitePage,
  type KeptSite,
  type MovedStore,
  type Site,
  type SiteCounts,
  type SitePage,
} from '#shared/api/site';
import type { SiteStateName } from '#shared/domain/site-state';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export interface NewSite {
  code: string;
  name: string;
  stores: { id?: string; code: string; name: string }[];
}

interface SitesQuery {
  q?: string;
  regionId?: string;
  sort?: 'code' | 'lastContact' | 'behind' | 'problems';
  state?: SiteStateName;
  silentDays?: number;
  limit?: number;
  cursor?: string;
}

export const listSites = (central: Central, query: SitesQuery = {}): Promise<Result<SitePage>> =>
  call(central, { path: '/api/sites', query: { ...query } }, sitePage);

/** The number of sites in each state, of those that fit. */
export const countSites = (
  central: Central,
  query: Pick<SitesQuery, 'q' | 'regionId' | 'silentDays'>,
): Promise<Result<SiteCounts>> => call(central, { path: '/api/sites/states', query }, siteCounts);

export const getSite = (central: Central, id: string): Promise<Result<Site>> =>
  call(central, { path: `/api/sites/${encodeURIComponent(id)}` }, site);

export const createSite = (central: Central, body: NewSite): Promise<Result<KeptSite>> =>
  call(central, { method: 'POST', path: '/api/sites', body }, keptSite);

export const editSite = (
  central: Central,
  id: string,
  body: {
    name?: string;
    addStores?: NewSite['stores'];
    regionId?: string | null;
    /** null clears a field */
    facility?: Record<string, string | number | null>;
  },
): Promise<Result<KeptSite>> =>
  call(central, { method: 'PATCH', path: `/api/sites/${encodeURIComponent(id)}`, body }, keptSite);

/** Makes a store active on another site. */
export const moveStore = (central: Central, storeId: string, siteId: string): Promise<Result<MovedStore>> =>
  call(
    central,
    { method: 'POST', path: `/api/stores/${encodeURIComponent(storeId)}/move`, body: { siteId } },
    movedStore,
  );

export const revokeDevice = (central: Central, deviceId: string): Promise<Result<unknown>> =>
  call(central, { method: 'DELETE', path: `/api/devices/${encodeURIComponent(deviceId)}` }, nothing);
