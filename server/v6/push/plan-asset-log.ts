/** A pushed log. It counts once: one that is known already brings nothing new, even if its fields differ. */
import { storeDocument } from '#shared/change/documents';
import type { InboxRow } from '../../database/port/v6';
import { readAssetLog } from '../records/asset-log';
import { changeOf } from './change-of';
import { toPatch, withoutBlanks } from './difference';
import { homeOf, kept, keptFor, notYours, unknownMerge, type Known, type Plan } from './plan';

export function planAssetLog(row: InboxRow, known: Known): Plan {
  if (row.action === 'Delete') return kept('never-removed', 'A log is never removed.');
  if (row.action === 'Merge') return unknownMerge;
  const read = readAssetLog(row.data ?? {});
  if (!read.ok) return keptFor(read.issues[0]);
  const { fields, at, userId } = read.value;
  if (known.log) return { type: 'said', changes: [], said: fields };
  const { assetId } = fields;
  if (!known.asset)
    return kept(
      'unknown-asset',
      'Its asset is not known.',
      typeof assetId === 'string' ? assetId : undefined,
    );
  const home = homeOf(known);
  if (home === undefined) return notYours;
  const patch = toPatch(withoutBlanks(fields));
  const saying = { kind: 'assetLog.add', entityId: row.recordId, patch, at, userId };
  const change = changeOf(row, saying, known.changes);
  return { type: 'said', changes: [{ document: storeDocument(home, known.year), change }], said: fields };
}
