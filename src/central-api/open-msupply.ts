/** The Open mSupply of a site, and the people who may sign in there, as support staff keep them. */
import {
  atSite,
  keptRecords,
  sitePerson,
  sitePersonList,
  v6Site,
  v6SiteList,
  type AtSite,
  type KeptRecords,
  type SitePersonAnswer,
  type V6SiteAnswer,
  type V6SiteList,
} from '#shared/api/v6-site';
import { atSites, contactForms, type AtSites, type ContactForms } from '#shared/api/v6-memory';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export interface V6Settings {
  name?: string;
  number?: number;
  password?: string;
  releaseHardwareId?: true;
}

interface NewSitePerson {
  username: string;
  displayName: string;
  password: string;
  rights: string[];
  storeIds?: string[];
}

interface SitePersonEdit {
  displayName?: string;
  password?: string;
  rights?: string[];
  /** null: all stores of the site */
  storeIds?: string[] | null;
  disabled?: boolean;
}

const pathOf = (siteId: string): string => `/api/sites/${encodeURIComponent(siteId)}`;

export const getOpenMSupply = (central: Central, siteId: string): Promise<Result<V6SiteAnswer>> =>
  call(central, { path: `${pathOf(siteId)}/v6` }, v6Site);

export const setOpenMSupply = (
  central: Central,
  siteId: string,
  body: V6Settings,
): Promise<Result<V6SiteAnswer>> =>
  call(central, { method: 'PATCH', path: `${pathOf(siteId)}/v6`, body }, v6Site);

export const listOpenMSupply = (central: Central): Promise<Result<V6SiteList>> =>
  call(central, { path: '/api/v6-sites' }, v6SiteList);

export const listKept = (central: Central, siteId: string, cursor?: string): Promise<Result<KeptRecords>> =>
  call(
    central,
    { path: '/api/problems/v6', query: { siteId, limit: 20, ...(cursor !== undefined && { cursor }) } },
    keptRecords,
  );

/** The records that a site cannot hold, as far as central knows. */
export const listNotAtSite = (central: Central, siteId: string, cursor?: string): Promise<Result<AtSite>> =>
  call(
    central,
    { path: `${pathOf(siteId)}/v6/not-there`, ...(cursor !== undefined && { query: { cursor } }) },
    atSite,
  );

export const listSitePeople = (
  central: Central,
  siteId: string,
): Promise<Result<{ items: SitePersonAnswer[] }>> =>
  call(central, { path: `${pathOf(siteId)}/people` }, sitePersonList);

export const addSitePerson = (
  central: Central,
  siteId: string,
  body: NewSitePerson,
): Promise<Result<SitePersonAnswer>> =>
  call(central, { method: 'POST', path: `${pathOf(siteId)}/people`, body }, sitePerson);

export const editSitePerson = (
  central: Central,
  siteId: string,
  personId: string,
  body: SitePersonEdit,
): Promise<Result<SitePersonAnswer>> =>
  call(
    central,
    { method: 'PATCH', path: `${pathOf(siteId)}/people/${encodeURIComponent(personId)}`, body },
    sitePerson,
  );

/** The messages of people at sites to support, the latest first. */
export const listContactForms = (central: Central, cursor?: string): Promise<Result<ContactForms>> =>
  call(
    central,
    { path: '/api/contact-forms', query: { limit: 20, ...(cursor !== undefined && { cursor }) } },
    contactForms,
  );

/** Central data that are another row at sites. */
export const listOtherAtSites = (central: Central): Promise<Result<AtSites>> =>
  call(central, { path: '/api/v6-sites/central-data' }, atSites);

/** The address that exports everything that a site keeps at central. */
export const memoryAddress = (siteId: string): string => `${pathOf(siteId)}/v6/memory`;
