/** A pushed log. It counts once: one that is known already brings nothing new, even if its fields differ. */
import { storeDocument } from '#shared/change/documents';
import type { ReceivedRow, Understood } from '../door';
import { changeOf } from './change-of';
import { toPatch, withoutBlanks } from './difference';
import { homeOf, kept, notYours, unknownMerge, type Known, type Plan } from './plan';

export function planAssetLog(pushed: ReceivedRow, received: Understood, known: Known): Plan {
  if (received.says === 'removal') return kept('never-removed', 'A log is never removed.');
  if (received.says === 'merge') return unknownMerge;
  const { fields, at, userId } = received;
  if (known.log) return { type: 'said', changes: [], said: fields };
  const { assetId } = fields;
  if (!known.asset)
    return kept(
      'unknown-asset',
      'Its asset is not known.',
      typeof assetId === 'string' ? assetId : undefined,
    );
  const home = homeOf(known);
  if (home === undefined) return notYours(known.asset.id);
  const patch = toPatch(withoutBlanks(fields));
  const saying = { kind: 'assetLog.add', entityId: pushed.row.recordId, patch, at, userId };
  const change = changeOf(pushed, saying, known.changes);
  return { type: 'said', changes: [{ document: storeDocument(home, known.year), change }], said: fields };
}
