/** The regions of the country, as far as they are the caller's. */
import { region, regionList, type RegionAnswer } from '#shared/api/region';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

interface RegionSaid {
  code: string;
  name: string;
  parentId?: string;
  level?: string;
}

/** null clears a field. */
interface RegionEdit {
  code?: string;
  name?: string;
  parentId?: string | null;
  level?: string | null;
  removed?: true;
}

/** `at` (an instant): the tree as it stood then. */
export const listRegions = (central: Central, at?: string): Promise<Result<{ items: RegionAnswer[] }>> =>
  call(central, { path: '/api/regions', query: { at } }, regionList);

export const addRegion = (central: Central, body: RegionSaid): Promise<Result<RegionAnswer>> =>
  call(central, { method: 'POST', path: '/api/regions', body }, region);

export const editRegion = (central: Central, id: string, body: RegionEdit): Promise<Result<RegionAnswer>> =>
  call(central, { method: 'PATCH', path: `/api/regions/${encodeURIComponent(id)}`, body }, region);
