/** The current status of assets whose logs have news (rule S1): what is known of it grows with them. */
import { currentStatus, latestStatusLog, statusUntil, type AssetLog } from '#shared/domain/asset-log';
import type { AnyRow } from '#shared/domain/entities';
import type { KnownStatus, RowsTx } from '../database/port/rows-tx';
import { foundStatus } from './found-status';
import type { Grown } from './grow';
import { grownStatus } from './grown-status';
import { recordsUnder, type Merges } from './merges';

/**
 * `now`: central's time, milliseconds. A merge that counts otherwise than before makes a status be found anew, and so does a log that alters.
 * `under`: where merges join assets, whose logs count for which.
 */
export async function restate(
  rows: RowsTx,
  grown: readonly Grown[],
  now: number,
  { under, isSettled }: Pick<Merges, 'under' | 'isSettled'> = { under: new Map(), isSettled: true },
): Promise<void> {
  const { news, again } = concerned(grown);
  if (!isSettled) for (const assetId of under.keys()) again.add(assetId);
  for (const [assetId, logs] of byRecord(news, under)) {
    if (again.has(assetId)) continue;
    const known = await rows.statusOf(assetId);
    const next = await grownStatus({ rows, ids: under.get(assetId) ?? [assetId] }, known, logs, now);
    if (!next) again.add(assetId);
    else if (next.is) await rows.putStatus(assetId, next.is);
  }
  // what counts no more for one of them counts no more for those that it is merged into
  for (const [assetId, ids] of under) if (ids.some((id) => again.has(id))) again.add(assetId);
  await stateEach(rows, again, now, async (id) => under.get(id) ?? [id]);
}

/** The new logs by each record for which they count: their own, and those that it is merged into (rule T3). */
function byRecord(
  news: ReadonlyMap<string, AssetLog[]>,
  under: Merges['under'],
): ReadonlyMap<string, AssetLog[]> {
  if (under.size === 0) return news;
  const found = new Map([...news].filter(([id]) => !under.has(id)));
  for (const [id, ids] of under) {
    const logs = ids.flatMap((one) => news.get(one) ?? []);
    if (logs.length > 0) found.set(id, logs);
  }
  return found;
}

/** By the logs of these assets, and of the records merged into them (rule T3). */
export function stateAgain(rows: RowsTx, assetIds: Iterable<string>, now: number): Promise<void> {
  return stateEach(rows, assetIds, now, (id) => recordsUnder(rows, id));
}

async function stateEach(
  rows: RowsTx,
  assetIds: Iterable<string>,
  now: number,
  recordsOf: (assetId: string) => Promise<readonly string[]>,
): Promise<void> {
  for (const assetId of assetIds) {
    const ids = await recordsOf(assetId);
    const logs = await fewLogs(rows, ids);
    await rows.putStatus(assetId, logs ? statusFrom(logs, now) : await foundStatus({ rows, ids }, now));
  }
}

/** The logs that are read as they are: what more of them say is found. */
const FEW = 12;

async function fewLogs(rows: RowsTx, ids: readonly string[]): Promise<AssetLog[] | undefined> {
  const logs: AssetLog[] = [];
  for (const id of ids) {
    logs.push(...(await rows.logsOf(id, FEW + 1)));
    if (logs.length > FEW) return undefined;
  }
  return logs;
}

/** By asset, the logs that are new; and the assets whose status is found anew. */
function concerned(grown: readonly Grown[]): { news: Map<string, AssetLog[]>; again: Set<string> } {
  const news = new Map<string, AssetLog[]>();
  const again = new Set<string>();
  for (const { before, now } of grown) {
    if (now.ref.entity === 'asset' && !before?.row) again.add(now.ref.id);
    const log = asLog(now.row);
    const former = asLog(before?.row);
    if (former) for (const { assetId } of [former, log ?? former]) again.add(assetId);
    else if (log) news.set(log.assetId, [...(news.get(log.assetId) ?? []), log]);
  }
  return { news, again };
}

const asLog = (row: AnyRow | undefined): AssetLog | undefined =>
  row && 'assetId' in row && 'loggedAt' in row ? row : undefined;

function statusFrom(logs: readonly AssetLog[], now: number): KnownStatus | undefined {
  if (logs.length === 0) return undefined;
  const log = latestStatusLog(logs, now);
  const status = currentStatus(logs, now);
  const until = statusUntil(logs, now);
  return log && status
    ? {
        ...{ log, functionalStatus: status.functionalStatus, since: status.statusSince },
        ...(until !== undefined && { until }),
      }
    : undefined;
}
