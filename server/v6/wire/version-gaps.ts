/** The records and fields that a site of a version cannot hold or send, of those that others can. */
import { isFrom, readSiteVersion } from './site-version';

/** Each with the version from which on a site has it. */
const gaps = [
  ['asset-fields', 1],
  ['unserviceable', 4],
  ['pack-levels', 4],
  ['storage-locations', 13],
  ['locked-fields', 16],
  ['comments-required', 16],
  ['dates', 18],
  ['log-types', 18],
] as const;

type VersionGap = (typeof gaps)[number][0];

/** None for a site whose version is unknown. */
export const versionGaps = (appVersion: string | undefined): VersionGap[] =>
  gaps.flatMap(([gap, minor]) => (isFrom(minor, readSiteVersion(appVersion)) ? [] : [gap]));
