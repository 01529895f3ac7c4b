/** The status of an asset after logs that are later than the one that gave it: no other log needs to be looked at (rule S1). */
import { isAhead, type AssetLog } from '#shared/domain/asset-log';
import type { ReplicaDatabase } from '../database';
import type { AssetRow } from '../records';
import { omit } from '../omit';

/** The longest chain of confirmations that is followed. */
const MOST_CONFIRMED = 20;

/** Logs by their id. */
type Confirmed = ReadonlyMap<string, AssetLog>;

/**
 * The logs that these logs confirm, and those that they confirm in turn. Each step is one read, for any number of logs: a
 * transaction of the browser does not outlive many awaits that ask nothing of it.
 */
export async function confirmedBy(db: ReplicaDatabase, logs: readonly AssetLog[]): Promise<Confirmed> {
  const found = new Map<string, AssetLog>();
  let ids = confirmedIds(logs);
  for (let step = 0; step < MOST_CONFIRMED && ids.length > 0; step++) {
    const read = (await db.assetLogs.bulkGet(ids)).filter((log) => log !== undefined);
    for (const log of read) found.set(log.id, log);
    ids = confirmedIds(read).filter((id) => !found.has(id));
  }
  return found;
}

const confirmedIds = (logs: readonly AssetLog[]): string[] => [
  ...new Set(
    logs.flatMap(({ comment, confirms }) =>
      comment === undefined && confirms !== undefined ? [confirms] : [],
    ),
  ),
];

/** The row with its status then; undefined where all logs have to be looked at. `now`: central's time, milliseconds. */
export function withLaterStatus(
  row: AssetRow,
  logs: readonly AssetLog[],
  confirmed: Confirmed,
  now: number,
): AssetRow | undefined {
  let stated: AssetRow | undefined = row;
  for (const log of [...logs].sort((a, b) => (a.loggedAt < b.loggedAt ? -1 : 1))) {
    const told = commentOf(log, confirmed, now);
    stated = stated && told && stateNext(stated, log, told, now);
  }
  return stated;
}

function stateNext(row: AssetRow, log: AssetLog, told: Comment, now: number): AssetRow | undefined {
  const { functionalStatus: before, statusSince } = row;
  if (statusSince === undefined || !isLaterThan(row, log, now)) return undefined;
  const { functionalStatus, loggedAt, reasonId, voidedAt, type } = log;
  if (type !== 'STATUS_UPDATE' || functionalStatus === undefined || voidedAt !== undefined) return row;
  return {
    ...omit(row, 'reasonId', 'comment'),
    functionalStatus,
    statusSince: functionalStatus === before ? statusSince : loggedAt,
    statusLoggedAt: loggedAt,
    ...(reasonId !== undefined && { reasonId }),
    ...told,
  };
}

/** Two logs of one moment need more than their time to decide. A log from a day that has not come needs the other logs. */
function isLaterThan({ statusLoggedAt, statusUntil }: AssetRow, log: AssetLog, now: number): boolean {
  if (statusLoggedAt === undefined || statusUntil !== undefined) return false;
  if (isAhead({ loggedAt: statusLoggedAt }, now) || isAhead(log, now)) return false;
  return Date.parse(log.loggedAt) > Date.parse(statusLoggedAt);
}

type Comment = Pick<AssetLog, 'comment'>;

const commentIn = ({ comment }: AssetLog): Comment => (comment === undefined ? {} : { comment });

/** The comment on a status. A log that only confirms leaves it as it is. Undefined where these logs alone do not decide it. */
function commentOf(log: AssetLog, known: Confirmed, now: number): Comment | undefined {
  let told = log;
  for (let followed = 0; followed < MOST_CONFIRMED; followed++) {
    if (told.comment !== undefined || told.confirms === undefined) return commentIn(told);
    const confirmed = known.get(told.confirms);
    const counts =
      confirmed?.assetId === log.assetId &&
      confirmed.functionalStatus !== undefined &&
      confirmed.voidedAt === undefined &&
      !isAhead(confirmed, now);
    if (!counts) return undefined;
    told = confirmed;
  }
  return undefined;
}
