/** The numbers of sites, for health and metrics: how many have joined, lack something, or have fallen silent. */
import type { KnownSite, KnownSites } from '../fleet/site-states';
import { SILENT_AFTER } from './doctor/sites';

export interface SiteCounts {
  /** with a device or an Open mSupply */
  joined: number;
  /** of them, those with a device that was last known to lack changes */
  behind: number;
  /** of them, those of which nothing was heard for two weeks */
  silent: number;
}

/** `now` in milliseconds. */
export function countSites(sites: KnownSites, now: number): SiteCounts {
  const joined = [...sites.values()].filter(({ hasJoined }) => hasJoined);
  const isSilent = ({ lastContact }: KnownSite): boolean =>
    lastContact !== undefined && now - Date.parse(lastContact) > SILENT_AFTER;
  return {
    joined: joined.length,
    behind: joined.filter(({ behind }) => behind > 0).length,
    silent: joined.filter(isSilent).length,
  };
}
