/** A pushed asset: its consequences are decided, and central authors them as a change. */
import type { Change } from '#shared/change/change';
import { storeDocument } from '#shared/change/documents';
import type { ReceivedRow, Understood } from '../door';
import { isCauseOf } from '../../id-by-content';
import { changeOf, idFrom, isSaidIn, moveIn } from './change-of';
import { decideAsset, type Intent } from './decide-asset';
import { toPatch } from './difference';
import type { Known, Plan } from './plan';
import { planMerge } from './plan-merge';

export function planAsset(pushed: ReceivedRow, received: Understood, known: Known): Plan {
  if (received.says === 'merge') return planMerge(pushed, received.ids, known);
  // a deletion carries nothing else; its time is that of its arrival
  const at = Date.parse(pushed.row.receivedAt);
  const decided = decideAsset(received.says === 'removal' ? { ...received, at } : received, known);
  return 'type' in decided ? decided : sayAsset(pushed, decided, known);
}

/** A record that became a change already is not authored again. */
function sayAsset(pushed: ReceivedRow, intent: Intent, known: Known): Plan {
  const { storeId, at, news, had, said, has, movesTo } = intent;
  const assetId = pushed.row.recordId;
  // a creation names its store (rule W1): the documents in which it stands are several once it is moved
  const patch = intent.verb === 'create' ? { storeId, ...toPatch(news) } : toPatch(news);
  const saying = { kind: `asset.${intent.verb}`, entityId: assetId, patch, at };
  const isMoved = isCauseOf(moveIn(pushed), known.changes);
  const isNews =
    intent.verb === 'create' || (Object.keys(news).length > 0 && !isSaidIn(pushed, known.changes));
  const changes = [
    ...formerOf(pushed, intent, known),
    ...(isNews ? [changeOf(pushed, saying, known.changes, had)] : []),
  ];
  const document = storeDocument(storeId, known.year);
  return {
    type: 'said',
    changes: changes.map((change) => ({ document, change })),
    said,
    ...(has && { base: { assetId, fields: has } }),
    ...(movesTo !== undefined && !isMoved && { movesTo }),
  };
}

/** The change that shows what is taken for old values. */
function formerOf(pushed: ReceivedRow, { former }: Intent, { changes }: Known): Change[] {
  const isSaid = isSaidIn(pushed, changes) || isCauseOf(idFrom(pushed, FORMER), changes);
  if (!former || isSaid) return [];
  const patch = toPatch(former.fields);
  const saying = { kind: 'asset.edit', entityId: pushed.row.recordId, patch, at: former.at, part: FORMER };
  return [changeOf(pushed, saying, changes)];
}

const FORMER = 'former';
