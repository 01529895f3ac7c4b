/** Two assets are one: the one that goes is removed, and its logs and files are recorded again for the one that stays. */
import type { Change } from '#shared/change/change';
import { storeDocument } from '#shared/change/documents';
import type { AnyRow } from '#shared/domain/entities';
import type { Json, JsonObject } from '#shared/json';
import type { MergeIds, ReceivedRow } from '../door';
import { changeOf, idFrom } from './change-of';
import { homeOf, isWritable, kept, notYours, type Known, type Plan } from './plan';

export function planMerge(pushed: ReceivedRow, ids: MergeIds | undefined, known: Known): Plan {
  if (!ids) return kept('bad-field', 'A merge names mergeIdToKeep and mergeIdToDelete.');
  const { asset, merge } = known;
  if (!asset) return kept('unknown-asset', 'The asset that goes is not known.', ids.goes);
  if (!merge?.stays) return kept('unknown-asset', 'The asset that stays is not known.', ids.stays);
  const home = homeOf(known);
  if (home === undefined || !isWritable(merge.stays.storeId, known)) return notYours(ids.goes);
  if (asset.deletedAt !== undefined) return { type: 'said', changes: [], said: {} };
  // the history goes where the asset is that stays
  const there = storeDocument(merge.stays.storeId, known.year);
  const history = said(pushed, known, ids.stays).map((change) => ({ document: there, change }));
  const gone = { document: storeDocument(home, known.year), change: removal(pushed, known, ids.goes) };
  return { type: 'said', changes: [...history, gone], said: {} };
}

const removal = (pushed: ReceivedRow, { changes }: Known, entityId: string): Change =>
  changeOf(
    pushed,
    {
      kind: 'asset.remove',
      entityId,
      patch: { deletedAt: pushed.row.receivedAt },
      at: Date.parse(pushed.row.receivedAt),
    },
    changes,
  );

/** Under ids of their own, derived from the old ones: a log is never edited. */
function said(pushed: ReceivedRow, { merge }: Known, stays: string): Change[] {
  const logs = (merge?.logs ?? []).map((log) => {
    const { id, userId, ...fields } = log;
    const entityId = idFrom(pushed, `log ${id}`);
    const patch = toPatch({ ...fields, assetId: stays });
    return changeOf(
      pushed,
      { kind: 'assetLog.add', entityId, patch, userId, at: Date.parse(log.createdAt), part: entityId },
      [],
    );
  });
  const files = (merge?.files ?? []).map((file) => {
    const { id, userId, ...fields } = file;
    const entityId = idFrom(pushed, `file ${id}`);
    const isOfLog = file.ownerTable === 'assetLog';
    const ownerId = isOfLog ? idFrom(pushed, `log ${file.ownerId}`) : stays;
    const patch = toPatch({ ...fields, ownerId });
    return changeOf(
      pushed,
      { kind: 'file.attach', entityId, patch, userId, at: Date.parse(file.createdAt), part: entityId },
      [],
    );
  });
  return [...logs, ...files];
}

/** The fields that a row has. */
const toPatch = (fields: Partial<AnyRow>): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
