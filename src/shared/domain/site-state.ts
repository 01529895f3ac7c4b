/** The states that staff look for in a list of many sites. */
export const siteStateNames = ['silent', 'behind', 'trouble'] as const;
export type SiteStateName = (typeof siteStateNames)[number];

/** Days of silence that staff choose from; sites may be offline for a week and nothing is wrong. */
export const silentDaysChoices = [3, 8, 14, 30, 90] as const;
export const SILENT_DAYS = 14;

const DAY = 86_400_000;

/** True for a site with a device that was not heard for so many days; one that has none yet is not silent. */
export const isSilent = (
  { lastContact, hasJoined }: { lastContact?: string | undefined; hasJoined: boolean },
  now: number,
  days: number,
): boolean => hasJoined && (lastContact === undefined || now - Date.parse(lastContact) > days * DAY);

/** True where a device of the site was last known to lack changes that central has. */
export const isBehind = ({ behind }: { behind: number }): boolean => behind > 0;

/** True where records contradict each other, or a device runs an app that is older than central. */
export const isInTrouble = ({ problems, oldApps }: { problems: number; oldApps: number }): boolean =>
  problems > 0 || oldApps > 0;
