/** Records the findings at an asset: one log, never edited afterwards. */
import type { Draft } from '../change/change';
import { blankAssetLog, type AssetLog } from '../domain/asset-log';
import type { FunctionalStatus } from '../domain/functional-status';
import { assetLogIssues, onlyConfirms } from '../domain/rules/asset-log';
import { CLOCK_TOLERANCE_MS, type RowReader } from '../domain/rules/rows';
import { limits } from '../protocol/limits';
import { accepted, hasIssues, refused, type Issue, type Result } from '../result';
import { draftFiles, type FileFacts } from './attach-file';
import { takes, type Command, type CommandContext } from './command';
import { fieldIssues, firstPatch, tidy, withPatch } from './values';

export interface StatusInput {
  functionalStatus?: FunctionalStatus;
  reasonId?: string;
  comment?: string;
  /** the log whose status and reason this one only repeats */
  confirms?: string;
  /** when it happened (instant); left out: now */
  loggedAt?: string;
}

export const updateStatus: Command<StatusInput & { assetId: string; files?: readonly FileFacts[] }> = takes(
  'record-status',
  async (rows, { assetId, files = [], ...input }, context) => {
    const asset = await rows.get('asset', assetId);
    if (!asset) return refused({ code: 'unknown-asset' });
    if (!context.storeIds.includes(asset.storeId)) return refused({ code: 'store-not-here' });
    if (asset.deletedAt !== undefined) return refused({ code: 'already-removed' });
    const log = await draftLog(rows, assetId, input, context);
    return log.ok ? withFiles(rows, log.value, files, context) : log;
  },
);

/** Adds the photos to the log: all are saved together, or nothing is. */
async function withFiles(
  rows: RowReader,
  log: Draft[],
  files: readonly FileFacts[],
  context: CommandContext,
): Promise<Result<Draft[]>> {
  const owner = { ownerTable: 'assetLog', ownerId: log[0]?.entityId ?? '' } as const;
  const drafts = await draftFiles(rows, owner, files, context);
  return drafts.ok ? accepted([...log, ...drafts.value]) : drafts;
}

/** The draft of a status log, or its issues. `unknown-asset` is no fault while the asset is being added with it. */
export async function draftLog(
  rows: RowReader,
  assetId: string,
  input: StatusInput,
  context: CommandContext,
  ignored: readonly string[] = [],
): Promise<Result<Draft[]>> {
  const writtenAt = new Date(context.now).toISOString();
  const chosen = notLater(input.loggedAt, context.now);
  const now = await nowAfterTheLast(rows, assetId, context.now);
  const patch = firstPatch(
    tidy({
      ...input,
      loggedAt: chosen ?? now,
      createdAt: chosen === undefined ? now : writtenAt,
      assetId,
      type: 'STATUS_UPDATE',
    }),
  );
  const wrong = fieldIssues('assetLog', patch);
  if (hasIssues(wrong)) return refused(...wrong);
  const entityId = context.newId();
  const log: AssetLog = withPatch({ ...blankAssetLog, id: entityId, userId: 'author' }, patch);
  // a status that is given now and follows a log that was a little ahead is no mistake of the person
  const asOf = chosen === undefined ? Math.max(context.now, Date.parse(now)) : context.now;
  const issues = (await issuesAgainst(log, rows, { ...context, now: asOf })).filter(
    (issue) => !ignored.includes(issue.code),
  );
  return hasIssues(issues) ? refused(...issues) : accepted([{ kind: 'assetLog.add', entityId, patch }]);
}

/**
 * "Now" is never before the log that it follows (rule L8): the clock of this device, or of the one before, may have been set back
 * in between. A log of a day that has not come is followed by nothing.
 */
async function nowAfterTheLast(rows: RowReader, assetId: string, now: number): Promise<string> {
  const last = Date.parse((await rows.statusLoggedAt?.(assetId)) ?? '');
  const follows = last >= now && last <= now + limits.clockAheadMs;
  return new Date(follows ? last + 1 : now).toISOString();
}

/** Nothing has happened later than it is written: a time that lies ahead by a forgivable bit (rule L5) becomes now. */
const notLater = (loggedAt: string | undefined, now: number): string | undefined => {
  const ahead = loggedAt === undefined ? 0 : Date.parse(loggedAt) - now;
  return ahead > 0 && ahead <= CLOCK_TOLERANCE_MS ? undefined : loggedAt;
};

/** A reason that was retired may not be chosen any more, though old logs keep it. */
async function issuesAgainst(log: AssetLog, rows: RowReader, context: CommandContext): Promise<Issue[]> {
  const issues = await assetLogIssues(log, rows, context.now);
  if (await onlyConfirms(log, rows)) return issues;
  const reason = log.reasonId === undefined ? undefined : await rows.get('statusReason', log.reasonId);
  return reason?.deletedAt !== undefined
    ? [...issues, { code: 'unknown-reason', field: 'reasonId' }]
    : issues;
}
