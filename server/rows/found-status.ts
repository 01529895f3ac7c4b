/**
 * The status of an asset, found by the logs that give it: the last of all, and the one at which its unbroken run began (rule S1). Each is found
 * by itself, so that a log that is voided, or a day that has come, costs no more after a long history than after a short one.
 */
import { compareLogs, countsFrom, timeOf, type AssetLog } from '#shared/domain/asset-log';
import { limits } from '#shared/protocol/limits';
import type { KnownStatus, RowsTx } from '../database/port/rows-tx';

export interface Looking {
  rows: Pick<RowsTx, 'statusLogs'>;
  /** the records whose logs count: the asset, and those that are merged into it */
  ids: readonly string[];
}

/** Before and after all moments. */
const [FIRST, LAST] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** `now`: central's time, milliseconds. */
export async function foundStatus({ rows, ids }: Looking, now: number): Promise<KnownStatus | undefined> {
  // logs after this moment lie ahead
  const bound = Math.floor(now) + limits.clockAheadMs;
  const [ahead] = await rows.statusLogs(ids, 'after', bound);
  const happened = await rows.statusLogs(ids, 'before', bound + 1);
  const latest = happened.length > 0 || !ahead ? happened : await rows.statusLogs(ids, 'before', LAST);
  const log = inOrder(latest).at(-1);
  if (!log?.functionalStatus) return undefined;
  const { functionalStatus } = log;
  const first = (await firstOfRun({ rows, ids }, log)) ?? log;
  const since = first.loggedAt;
  return { log, functionalStatus, since, ...(ahead && { until: countsFrom(ahead) }) };
}

/** The first log after the last one that says another status. */
async function firstOfRun({ rows, ids }: Looking, last: AssetLog): Promise<AssetLog | undefined> {
  const { functionalStatus: is } = last;
  if (is === undefined) return undefined;
  const other = inOrder(await rows.statusLogs(ids, 'before', timeOf(last) + 1, { not: is })).at(-1);
  if (!other) return inOrder(await rows.statusLogs(ids, 'after', FIRST, { is }))[0];
  const began = timeOf(other);
  const atOnce = (await rows.statusLogs(ids, 'at', began, { is })).filter(
    (log) => compareLogs(log, other) > 0,
  );
  return inOrder(atOnce.length > 0 ? atOnce : await rows.statusLogs(ids, 'after', began, { is }))[0];
}

const inOrder = (logs: readonly AssetLog[]): AssetLog[] => [...logs].sort(compareLogs);
