/** Reads the version of Open mSupply that a site gives, and compares it. */
import type { SiteVersion } from '../door';

/** A program that gives no version is taken for the newest. */
export const newest: SiteVersion = { major: Number.MAX_SAFE_INTEGER, minor: 0 };

export function readSiteVersion(text: string | undefined): SiteVersion {
  const [, major, minor] = /^v?(\d{1,4})\.(\d{1,4})/.exec(text ?? '') ?? [];
  return major === undefined || minor === undefined ? newest : { major: Number(major), minor: Number(minor) };
}

/** True if a site is of 2.`minor` or later. */
export const isFrom = (minor: number, { major, minor: own }: SiteVersion): boolean =>
  major > 2 || (major === 2 && own >= minor);
