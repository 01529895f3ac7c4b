/**
 * The status of an asset once some of its logs are new, without a look at all the others (rule S1): a log says something about the status
 * only as the last of all, or within the unbroken run of the last status, or right before it.
 */
import {
  compareLogs,
  countsFrom,
  isAhead,
  saysStatus,
  timeOf,
  type AssetLog,
} from '#shared/domain/asset-log';
import type { KnownStatus, RowsTx } from '../database/port/rows-tx';

interface Growing {
  rows: Pick<RowsTx, 'statusLogs'>;
  /** the records whose logs count: the asset, and those that are merged into it */
  ids: readonly string[];
}

/** `news` are in the rows already. Undefined when the status has to be found anew: two that matter are of one moment, or a day has come. */
export async function grownStatus(
  growing: Growing,
  status: KnownStatus | undefined,
  news: readonly AssetLog[],
  now: number,
): Promise<{ is: KnownStatus | undefined } | undefined> {
  const said = news.filter(saysStatus).sort(compareLogs);
  if (said.length === 0) return { is: status };
  if ((status?.until ?? Infinity) <= now) return undefined;
  const ahead = said.filter((log) => isAhead(log, now));
  const happened = said.filter((log) => !isAhead(log, now));
  const liesAhead = status !== undefined && isAhead(status.log, now);
  // what lies ahead has the word only while nothing else has
  const isOnlyAhead = happened.length === 0 && (status === undefined || liesAhead);
  const from = isOnlyAhead || !liesAhead ? status : undefined;
  const is = await afterLogs(growing, from, isOnlyAhead ? ahead : happened);
  return is && { is: { ...is, ...untilOf(status, ahead) } };
}

function untilOf(status: KnownStatus | undefined, ahead: readonly AssetLog[]): Pick<KnownStatus, 'until'> {
  const moments = [...(status?.until === undefined ? [] : [status.until]), ...ahead.map(countsFrom)];
  return moments.length === 0 ? {} : { until: Math.min(...moments) };
}

/** `news`: in their order. */
async function afterLogs(
  growing: Growing,
  from: KnownStatus | undefined,
  news: readonly AssetLog[],
): Promise<Omit<KnownStatus, 'until'> | undefined> {
  const known = [...(from ? [from.log] : []), ...news].sort(compareLogs);
  const log = known.at(-1);
  if (!log?.functionalStatus) return from;
  const { functionalStatus } = log;
  const since =
    from?.functionalStatus === functionalStatus
      ? await sinceWithin(growing, from, news)
      : runOf(known, functionalStatus)[0]?.loggedAt;
  return since === undefined ? undefined : { log, functionalStatus, since };
}

/** The last logs, which all say this status. */
const runOf = (logs: readonly AssetLog[], status: KnownStatus['functionalStatus']): readonly AssetLog[] =>
  logs.slice(logs.reduce((from, log, at) => (log.functionalStatus === status ? from : at + 1), 0));

/** The status is what it was: only the beginning of its run may be another. */
async function sinceWithin(
  growing: Growing,
  { since, functionalStatus }: KnownStatus,
  news: readonly AssetLog[],
): Promise<string | undefined> {
  const began = timeOf({ loggedAt: since });
  const other = news.filter((log) => log.functionalStatus !== functionalStatus).at(-1);
  if (news.some((log) => timeOf(log) === began && (log.loggedAt !== since || log === other)))
    return undefined;
  if (other && timeOf(other) > began) return (await nextAfter(growing, other))?.loggedAt;
  const earlier = news.some((log) => log !== other && timeOf(log) < began);
  return (earlier ? await firstOfRun(growing, functionalStatus, began) : undefined) ?? since;
}

async function nextAfter({ rows, ids }: Growing, log: AssetLog): Promise<AssetLog | undefined> {
  const later = (logs: AssetLog[]) => logs.filter((one) => compareLogs(one, log) > 0).sort(compareLogs)[0];
  return (
    later(await rows.statusLogs(ids, 'at', timeOf(log))) ??
    later(await rows.statusLogs(ids, 'after', timeOf(log)))
  );
}

/** Goes back from where the run began, over logs of the same status: they are new, since another one stood right before it. */
async function firstOfRun(
  { rows, ids }: Growing,
  status: KnownStatus['functionalStatus'],
  began: number,
): Promise<string | undefined> {
  let first: string | undefined;
  let logs = await rows.statusLogs(ids, 'at', began);
  if (logs.some(({ functionalStatus }) => functionalStatus !== status)) return undefined;
  for (let ms = began; ;) {
    logs = (await rows.statusLogs(ids, 'before', ms)).sort(compareLogs).reverse();
    for (const log of logs) {
      if (log.functionalStatus !== status) return first;
      first = log.loggedAt;
    }
    const [last] = logs;
    if (!last) return first;
    ms = timeOf(last);
  }
}
