/** Two assets are one: the one that goes is removed, and its logs and files are recorded again for the one that stays. */
import type { Change } from '#shared/change/change';
import { storeDocument } from '#shared/change/documents';
import type { AnyRow } from '#shared/domain/entities';
import type { Json, JsonObject } from '#shared/json';
import type { InboxRow } from '../../database/port/v6';
import { changeIdOf, changeOf } from './change-of';
import { mergeIdsOf } from './merge-ids';
import { homeOf, isWritable, kept, notYours, type Known, type Plan } from './plan';

export function planMerge(row: InboxRow, known: Known): Plan {
  const ids = mergeIdsOf(row);
  if (!ids) return kept('bad-field', 'A merge names mergeIdToKeep and mergeIdToDelete.');
  const { asset, merge } = known;
  if (!asset) return kept('unknown-asset', 'The asset that goes is not known.', ids.goes);
  if (!merge?.stays) return kept('unknown-asset', 'The asset that stays is not known.', ids.stays);
  const home = homeOf(known);
  if (home === undefined || !isWritable(merge.stays.storeId, known)) return notYours;
  if (asset.deletedAt !== undefined) return { type: 'said', changes: [], said: {} };
  // the history goes where the asset is that stays
  const there = storeDocument(merge.stays.storeId, known.year);
  const history = said(row, known, ids.stays).map((change) => ({ document: there, change }));
  const gone = { document: storeDocument(home, known.year), change: removal(row, known, ids.goes) };
  return { type: 'said', changes: [...history, gone], said: {} };
}

const removal = (row: InboxRow, { changes }: Known, entityId: string): Change =>
  changeOf(
    row,
    { kind: 'asset.remove', entityId, patch: { deletedAt: row.receivedAt }, at: Date.parse(row.receivedAt) },
    changes,
  );

/** Under ids of their own, derived from the old ones: a log is never edited. */
function said(row: InboxRow, { merge }: Known, stays: string): Change[] {
  const logs = (merge?.logs ?? []).map((log) => {
    const { id, userId, ...fields } = log;
    const entityId = changeIdOf(row, `log ${id}`);
    const patch = toPatch({ ...fields, assetId: stays });
    return changeOf(
      row,
      { kind: 'assetLog.add', entityId, patch, userId, at: Date.parse(log.createdAt), part: entityId },
      [],
    );
  });
  const files = (merge?.files ?? []).map((file) => {
    const { id, userId, ...fields } = file;
    const entityId = changeIdOf(row, `file ${id}`);
    const isOfLog = file.ownerTable === 'assetLog';
    const ownerId = isOfLog ? changeIdOf(row, `log ${file.ownerId}`) : stays;
    const patch = toPatch({ ...fields, ownerId });
    return changeOf(
      row,
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
