/** Rules for an asset log (rules L1 to L9 in PROTOCOL.md). */
import type { Issue } from '../../result';
import type { AssetLog } from '../asset-log';
import { joinedWith, standingFor } from '../merged';
import { needsReason } from '../functional-status';
import { missingFields } from './missing';
import { CLOCK_TOLERANCE_MS, type RowReader } from './rows';

/** `now`: central's time, milliseconds. */
export async function assetLogIssues(log: AssetLog, rows: RowReader, now: number): Promise<Issue[]> {
  if (log.voidedAt !== undefined) return [];
  const asset = log.assetId === '' ? undefined : await rows.get('asset', log.assetId);
  return [
    ...missingFields('assetLog', log),
    ...(log.assetId !== '' && !asset ? [{ code: 'unknown-asset', field: 'assetId' } as const] : []),
    ...(Date.parse(log.loggedAt) > now + CLOCK_TOLERANCE_MS
      ? [{ code: 'logged-in-future', field: 'loggedAt' } as const]
      : []),
    ...(log.type === 'STATUS_UPDATE' && !(await onlyConfirms(log, rows))
      ? await statusIssues(log, rows)
      : []),
  ];
}

/** True if a log only repeats another one: then it says nothing new of the reason (rule L9). */
export async function onlyConfirms(log: AssetLog, rows: RowReader): Promise<boolean> {
  const confirmed = log.confirms === undefined ? undefined : await rows.get('assetLog', log.confirms);
  return (
    confirmed !== undefined &&
    (await isOfSamePiece(confirmed.assetId, log.assetId, rows)) &&
    log.functionalStatus !== undefined &&
    confirmed.functionalStatus === log.functionalStatus &&
    confirmed.reasonId === log.reasonId
  );
}

/** Two records of one piece stand for one another (rule T3). */
async function isOfSamePiece(one: string, other: string, rows: RowReader): Promise<boolean> {
  if (one === other) return true;
  const saidOf = () => Promise.resolve([]);
  const joined = await joinedWith([one, other], { get: (id) => rows.get('asset', id), saidOf });
  const [a, b] = [joined.get(one), joined.get(other)];
  return a !== undefined && b !== undefined && standingFor(a, joined) === standingFor(b, joined);
}

async function statusIssues(log: AssetLog, rows: RowReader): Promise<Issue[]> {
  const { functionalStatus, reasonId, comment } = log;
  if (!functionalStatus) return [{ code: 'status-missing', field: 'functionalStatus' }];
  if (reasonId === undefined)
    return needsReason(functionalStatus) ? [{ code: 'reason-missing', field: 'reasonId' }] : [];
  const reason = await rows.get('statusReason', reasonId);
  if (!reason) return [{ code: 'unknown-reason', field: 'reasonId' }];
  const issues: Issue[] = [];
  if (reason.functionalStatus !== functionalStatus)
    issues.push({ code: 'reason-not-of-status', field: 'reasonId' });
  if (reason.commentsRequired && !comment?.trim()) issues.push({ code: 'comment-missing', field: 'comment' });
  return issues;
}
