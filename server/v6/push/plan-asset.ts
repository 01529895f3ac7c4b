/** A pushed asset: its fields are read, its consequences are decided, and central authors that as a change. */
import { storeDocument } from '#shared/change/documents';
import type { InboxRow } from '../../database/port/v6';
import { changeOf, moveIdOf } from './change-of';
import { decideAsset, type Intent } from './decide-asset';
import { toPatch } from './difference';
import { keptFor, type Known, type Plan } from './plan';
import { planMerge } from './plan-merge';
import { readAssetRow } from './read-asset-row';

export function planAsset(row: InboxRow, known: Known): Plan {
  if (row.action === 'Merge') return planMerge(row, known);
  const said = readAssetRow(row);
  if (!said.ok) return keptFor(said.issues[0]);
  const decided = decideAsset(said.value, known);
  return 'type' in decided ? decided : sayAsset(row, decided, known);
}

/** A change that was authored already (its ids are the same) is not authored again. */
function sayAsset(row: InboxRow, intent: Intent, known: Known): Plan {
  const { storeId, at, news, had, said, has, movesTo } = intent;
  const saying = { kind: `asset.${intent.verb}`, entityId: row.recordId, patch: toPatch(news), at };
  const change = changeOf(row, saying, known.changes, had);
  const isKnown = (id: string): boolean => known.changes.some((one) => one.id === id);
  const isNews = intent.verb === 'create' || (Object.keys(news).length > 0 && !isKnown(change.id));
  return {
    type: 'said',
    changes: isNews ? [{ document: storeDocument(storeId, known.year), change }] : [],
    said,
    ...(has && { base: { assetId: row.recordId, fields: has } }),
    ...(movesTo !== undefined && !isKnown(moveIdOf(row)) && { movesTo }),
  };
}
