/** Asset log: the findings at an asset and their time. Never edited, never deleted; one that is wrong is voided (rule L7). */
import * as z from 'zod/mini';
import { functionalStatus, id, instant, text, v6Fields } from './fields';
import { limits } from '../protocol/limits';
import type { FunctionalStatus } from './functional-status';

export const assetLogTypes = ['STATUS_UPDATE', 'TEMPERATURE_MAPPING'] as const;

export const assetLog = z.object({
  id,
  assetId: id,
  type: z.enum(assetLogTypes),
  functionalStatus: z.optional(functionalStatus),
  reasonId: z.optional(id),
  comment: z.optional(text),
  /** when it happened */
  loggedAt: instant,
  /** when it was written down */
  createdAt: instant,
  userId: id,
  /** the log whose status and reason it only repeats, as in a scan round (rule L9) */
  confirms: z.optional(id),
  /** when somebody marked it as wrong (instant): it stays in the history and counts no more */
  voidedAt: z.optional(instant),
  voidedBy: z.optional(id),
  v6Fields: z.optional(v6Fields),
});
export type AssetLog = z.infer<typeof assetLog>;

export const blankAssetLog = {
  assetId: '',
  type: 'STATUS_UPDATE',
  loggedAt: '',
  createdAt: '',
  userId: '',
} satisfies Omit<AssetLog, 'id'>;

/** The status of an asset now, from its logs. */
export interface CurrentStatus {
  functionalStatus: FunctionalStatus;
  /** since when it has this status without a break (instant) */
  statusSince: string;
  /** when it was last given (instant): an old one is unverified */
  statusLoggedAt: string;
  reasonId?: string;
  comment?: string;
}

/** A clock a few hours ahead is common, and its logs count; beyond a day it is a mistake. */
const AHEAD_MS = limits.clockAheadMs;

/** The moment (milliseconds, central's time) from which a log that lies ahead counts. */
export const countsFrom = (log: Pick<AssetLog, 'loggedAt'>): number => timeOf(log) - AHEAD_MS;

const time = (instantText: string): number => Date.parse(instantText) || 0;

/** When it happened, milliseconds. */
export const timeOf = ({ loggedAt }: Pick<AssetLog, 'loggedAt'>): number => time(loggedAt);

/** Order of logs in the life of an asset: when it happened, then when it was written, then id, so that every replica agrees (rule S1). */
export function compareLogs(a: AssetLog, b: AssetLog): number {
  return (
    time(a.loggedAt) - time(b.loggedAt) ||
    time(a.createdAt) - time(b.createdAt) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** True if a log is of a day that has not come at `now` (milliseconds, central's time). */
export const isAhead = (log: Pick<AssetLog, 'loggedAt'>, now: number): boolean =>
  time(log.loggedAt) > now + AHEAD_MS;

/** True if it gives its asset a status, at its time. */
export const saysStatus = (log: AssetLog): boolean =>
  log.type === 'STATUS_UPDATE' && log.functionalStatus !== undefined && log.voidedAt === undefined;

/**
 * The logs that say a status, the last word at the end. One from a day that has not come is a mistake: it has no word while
 * another log has one, so that the next true status counts.
 */
function statusLogs(logs: readonly AssetLog[], now: number): AssetLog[] {
  const said = logs.filter(saysStatus).sort(compareLogs);
  const happened = said.filter((log) => !isAhead(log, now));
  return happened.length > 0 ? happened : said;
}

/**
 * Until when `currentStatus` says the same of these logs (milliseconds, central's time): then the first of those that lie ahead now
 * begins to count. Undefined when time alone alters nothing.
 */
export function statusUntil(logs: readonly AssetLog[], now: number): number | undefined {
  const ahead = logs.filter((log) => saysStatus(log) && isAhead(log, now));
  return ahead.length === 0 ? undefined : Math.min(...ahead.map(countsFrom));
}

/** The log that gives an asset its status; undefined when none says one. */
export const latestStatusLog = (logs: readonly AssetLog[], now: number): AssetLog | undefined =>
  statusLogs(logs, now).at(-1);

/** The comment on a status. A log that only confirms a status leaves the comment as it is, under the name of its first author. */
function commentOf(latest: AssetLog, said: readonly AssetLog[]): Pick<CurrentStatus, 'comment'> {
  let told: AssetLog | undefined = latest;
  const seen = new Set<AssetLog>();
  while (told?.comment === undefined && told?.confirms !== undefined && !seen.has(told)) {
    seen.add(told);
    const { confirms }: AssetLog = told;
    told = said.find(({ id: logId }) => logId === confirms);
  }
  return told?.comment === undefined ? {} : { comment: told.comment };
}

/**
 * The current status of an asset from all of its logs, in any order; undefined when no log says one. `now`: central's time,
 * milliseconds.
 */
export function currentStatus(logs: readonly AssetLog[], now: number): CurrentStatus | undefined {
  const said = statusLogs(logs, now);
  const latest = said.at(-1);
  if (!latest?.functionalStatus) return undefined;
  const status = latest.functionalStatus;
  const other = said.map((log) => log.functionalStatus !== status).lastIndexOf(true);
  return {
    functionalStatus: status,
    statusSince: said[other + 1]?.loggedAt ?? latest.loggedAt,
    statusLoggedAt: latest.loggedAt,
    ...(latest.reasonId !== undefined && { reasonId: latest.reasonId }),
    ...commentOf(latest, said),
  };
}
