/** Attach a photo or document to an asset or to a log, take it away, bring it back. The hash identifies the bytes. */
import type { Draft } from '../change/change';
import type { FileReference } from '../domain/file-reference';
import { familyOfKind, plainName } from '../domain/file-kind';
import { familyIssue, fileLimits, sizeIssue, type FileLimits } from '../domain/file-limits';
import { PROGRAMME_SETTINGS } from '../domain/programme-settings';
import type { RowReader } from '../domain/rules/rows';
import { accepted, hasIssues, refused, type Issue, type Result } from '../result';
import { takes, type Command, type CommandContext } from './command';
import { fieldIssues, firstPatch, tidy } from './values';

/** A file that is on this device, ready to be attached. */
export interface FileFacts {
  fileName: string;
  mimeType: string;
  totalBytes: number;
  sha256: string;
  /** a tiny picture, base64 */
  placeholder?: string;
  thumbnailSha256?: string;
}

interface FileOwner {
  ownerTable: FileReference['ownerTable'];
  ownerId: string;
}

/** A file that shows a status takes the right to record one; a file of the asset itself is an edit of the asset. */
export const attachFile: Command<FileOwner & FileFacts> = (rows, input, context) =>
  takes(input.ownerTable === 'asset' ? 'edit' : 'record-status', attach)(rows, input, context);

const attach: Command<FileOwner & FileFacts> = async (rows, { ownerTable, ownerId, ...file }, context) => {
  const issue = await ownerIssue(rows, { ownerTable, ownerId }, context);
  if (issue) return refused(issue);
  return draftFile({ ownerTable, ownerId }, file, await readFileLimits(rows), context);
};

/** The drafts of several files of one owner, all of them or none. */
export async function draftFiles(
  rows: Pick<RowReader, 'get'>,
  owner: FileOwner,
  files: readonly FileFacts[],
  context: CommandContext,
): Promise<Result<Draft[]>> {
  const limits = await readFileLimits(rows);
  const drafts = files.map((file) => draftFile(owner, file, limits, context));
  const issues = drafts.flatMap((draft) => (draft.ok ? [] : draft.issues));
  return hasIssues(issues)
    ? refused(...issues)
    : accepted(drafts.flatMap((draft) => (draft.ok ? draft.value : [])));
}

/** The files that the programme takes, as far as is known here. */
export const readFileLimits = async (rows: Pick<RowReader, 'get'>): Promise<FileLimits> =>
  fileLimits(await rows.get('programmeSettings', PROGRAMME_SETTINGS));

/** The draft of a file reference, or its issues. */
function draftFile(
  owner: FileOwner,
  file: FileFacts,
  limits: FileLimits,
  context: CommandContext,
): Result<Draft[]> {
  const patch = firstPatch(
    tidy({
      ...owner,
      ...file,
      fileName: plainName(file.fileName),
      createdAt: new Date(context.now).toISOString(),
    }),
  );
  const issues = [...takenIssues(file, limits), ...fieldIssues('file', patch)];
  if (hasIssues(issues)) return refused(...issues);
  return accepted([{ kind: 'file.attach', entityId: context.newId(), patch }]);
}

/** `mimeType`: the kind that the bytes had when the file was prepared; central looks at them again. */
function takenIssues({ totalBytes, mimeType }: FileFacts, limits: FileLimits): Issue[] {
  const issue = sizeIssue(totalBytes, limits) ?? familyIssue(familyOfKind(mimeType), totalBytes, limits);
  return issue ? [issue] : [];
}

/** Files hang on an asset of a store that is here, or on one of its logs. */
async function ownerIssue(
  rows: RowReader,
  { ownerTable, ownerId }: FileOwner,
  context: CommandContext,
): Promise<Issue | undefined> {
  const assetId = ownerTable === 'asset' ? ownerId : (await rows.get('assetLog', ownerId))?.assetId;
  const asset = assetId === undefined ? undefined : await rows.get('asset', assetId);
  if (!asset) return { code: 'unknown-asset' };
  return context.storeIds.includes(asset.storeId) ? undefined : { code: 'store-not-here' };
}

/** Says that a file is taken away, or that it is not; its bytes stay where they are. */
const markFile = (isRemoved: boolean): Command<{ id: string }> =>
  takes('edit', async (rows, { id }, context) => {
    const file = await rows.get('file', id);
    if (!file) return refused({ code: 'not-found' });
    const issue = await ownerIssue(rows, file, context);
    if (issue) return refused(issue);
    if ((file.deletedAt !== undefined) === isRemoved) return accepted([]);
    const deletedAt = isRemoved ? new Date(context.now).toISOString() : null;
    return accepted([{ kind: 'file.remove', entityId: id, patch: { deletedAt } }]);
  });

export const removeFile: Command<{ id: string }> = markFile(true);

/** Brings a file back that was taken away. */
export const restoreFile: Command<{ id: string }> = markFile(false);
